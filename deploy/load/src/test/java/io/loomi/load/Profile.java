package io.loomi.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;

import io.gatling.javaapi.core.OpenInjectionStep;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Arrival rates, length, and the number of customers that are registered before. */
enum Profile {
    /** Normal to high load: from 10 to 50 to 100 arrivals per second, four minutes. */
    LOAD(200, Duration.ofMinutes(4), 10, 50, 100),

    /** Overload: from 200 to 500 to 1,000 arrivals per second, two minutes. */
    STRESS(400, Duration.ofMinutes(2), 200, 500, 1000),

    /** One customer: a smoke test. */
    ONE(2, Duration.ZERO, 0, 0, 0);

    final int customers;
    private final Duration length;
    private final double from;
    private final double middle;
    private final double to;

    Profile(int customers, Duration length, double from, double middle, double to) {
        this.customers = customers;
        this.length = length;
        this.from = from;
        this.middle = middle;
        this.to = to;
    }

    static Profile named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** @param seconds the total length; 0 for the profile's own */
    List<OpenInjectionStep> arrivals(int seconds) {
        if (this == ONE) {
            return List.of(atOnceUsers(1));
        }
        Duration half = (seconds == 0 ? length : Duration.ofSeconds(seconds)).dividedBy(2);
        return List.of(
                rampUsersPerSec(from).to(middle).during(half),
                rampUsersPerSec(middle).to(to).during(half));
    }
}
