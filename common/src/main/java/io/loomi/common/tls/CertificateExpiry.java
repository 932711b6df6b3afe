package io.loomi.common.tls;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Reports when a certificate expires. */
public final class CertificateExpiry {

    /** Real time, because clients check the certificate by their own clocks. */
    private static final Clock CLOCK = Clock.systemUTC();

    private CertificateExpiry() {}

    /** The remaining days, with fractions; negative after the expiry. */
    static double daysUntil(Instant expiry) {
        return (double) Duration.between(CLOCK.instant(), expiry).toSeconds()
                / Duration.ofDays(1).toSeconds();
    }

    /** @param use where the certificate is used: {@code http} or {@code bus} */
    public static void measure(MeterRegistry registry, String use, Supplier<Instant> expiry) {
        Gauge.builder(
                        "loomi.tls.certificate.expiry.timestamp",
                        () -> expiry.get().getEpochSecond())
                .description("When the certificate expires, in seconds since 1970")
                .baseUnit("seconds")
                .tag("use", use)
                .register(registry);
    }
}
