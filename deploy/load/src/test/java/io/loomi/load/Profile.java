package io.loomi.load;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;

import io.gatling.javaapi.core.OpenInjectionStep;
import java.time.Duration;
import java.util.List;

/** How many people come, and how many are known before they do. */
enum Profile {
    /** An ordinary day and a busy one: from 10 to 50 to 100 arrivals a second, four minutes. */
    LOAD(200, List.of(ramp(10, 50, 120), ramp(50, 100, 120))),

    /** More than there should ever be: from 200 to 500 to 1,000 arrivals a second, two minutes. */
    STRESS(400, List.of(ramp(200, 500, 60), ramp(500, 1000, 60))),

    /** One person, to see that all of it works. */
    ONE(2, List.of(atOnceUsers(1)));

    final int people;
    final List<OpenInjectionStep> arrivals;

    Profile(int people, List<OpenInjectionStep> arrivals) {
        this.people = people;
        this.arrivals = arrivals;
    }

    private static OpenInjectionStep ramp(double from, double to, int seconds) {
        return rampUsersPerSec(from).to(to).during(Duration.ofSeconds(seconds));
    }
}
