package io.loomi.common.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** How long a certificate is still good, in days and parts of them; less than 0 when it has ended. */
public final class CertificateDays {

    /** What the others hold against a certificate is the time of day. */
    private static final Clock CLOCK = Clock.systemUTC();

    private CertificateDays() {}

    static double until(Instant end) {
        return (double) Duration.between(CLOCK.instant(), end).toSeconds()
                / Duration.ofDays(1).toSeconds();
    }

    /** @param use where the certificate is shown: {@code http} or {@code bus} */
    public static void measure(MeterRegistry registry, String use, Supplier<Instant> end) {
        Gauge.builder("loomi.tls.certificate.days", () -> until(end.get()))
                .description("Days until the certificate ends")
                .tag("use", use)
                .register(registry);
    }
}
