package io.loomi.common.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** The remaining days of a certificate, with fractions; negative after its end. */
public final class CertificateDays {

    /** Real time, because clients check the certificate by their own clocks. */
    private static final Clock CLOCK = Clock.systemUTC();

    private CertificateDays() {}

    static double until(Instant end) {
        return (double) Duration.between(CLOCK.instant(), end).toSeconds()
                / Duration.ofDays(1).toSeconds();
    }

    /** @param use where the certificate is used: {@code http} or {@code bus} */
    public static void measure(MeterRegistry registry, String use, Supplier<Instant> end) {
        Gauge.builder("loomi.tls.certificate.days", () -> until(end.get()))
                .description("Days until the certificate ends")
                .tag("use", use)
                .register(registry);
    }
}
