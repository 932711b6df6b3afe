package io.loomi.common.resilience.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.resilience.Breaker;
import io.loomi.common.resilience.Unreachable;
import io.loomi.common.testing.simulation.VirtualTime;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Simulates a breaker with random callers and a service that answers, fails, hangs, throws or is slow. After each step,
 * the breaker's state and counts must equal those of the model.
 */
final class BreakerHistory {

    private static final String NAME = "simulated";
    private static final int STEPS = 30;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long[] DELAYS = {0, 0, 0, 5, 900, 20_000, 59_000, 61_000, 150_000};
    private static final long[] PAUSES = {0, 0, 0, 0, 10, 400, 3_000, 61_000};

    private final RandomGenerator random;
    private final VirtualTime time;
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Counter successes = calls("success");
    private final Counter failures = calls("failure");
    private final Counter rejections = calls("rejected");
    private final Counter opened = transitions("open");
    private final Counter halfOpened = transitions("half-open");
    private final Counter closed = transitions("closed");
    private final Breaker breaker;
    private final BreakerModel model;
    private double failureRate;
    private boolean isSent;

    BreakerHistory(Vertx vertx, RandomGenerator random) {
        this.random = random;
        this.time = new VirtualTime(vertx);
        this.model = new BreakerModel(time);
        this.breaker = new Breaker(NAME, vertx, () -> time.passed().toNanos(), Breaker.Rules.STANDARD, registry);
        if (random.nextBoolean()) {
            breaker.probeWith(this::send);
        }
    }

    void run() {
        for (int step = 0; step < STEPS; step++) {
            if (random.nextInt(10) == 0) {
                failureRate = random.nextInt(3) / 2.0;
            }
            time.run(this::call);
            time.advance(Duration.ofMillis(pick(PAUSES)));
            check();
        }
        failureRate = 0;
        recover();
    }

    private void call() {
        isSent = false;
        Future<String> result = breaker.call(this::send);
        if (!isSent) {
            model.rejected(result.cause());
        }
    }

    private Future<String> send() {
        isSent = true;
        BreakerModel.Call call = model.sent();
        int outcome = random.nextInt(20);
        boolean isUp = failureRate == 0;
        if (outcome == 0 && !isUp) {
            return Promise.<String>promise().future(); // it hangs
        }
        if (outcome == 1) {
            model.ended(call, false);
            throw new IllegalStateException("thrown");
        }
        boolean fails = random.nextDouble() < failureRate;
        Duration delay = isUp && call.isProbe() ? Duration.ZERO : Duration.ofMillis(pick(DELAYS));
        return time.after(delay).compose(_ -> {
            model.ended(call, fails);
            return fails ? Future.failedFuture(new Unreachable("down")) : answer(outcome);
        });
    }

    /** A status such as 404 is an answer too. */
    private static Future<String> answer(int outcome) {
        return outcome == 2 ? Future.failedFuture("status 404") : Future.succeededFuture("well");
    }

    /** The breaker must close soon after the service recovers. */
    private void recover() {
        Duration end = time.passed().plus(BreakerModel.longestRecovery());
        while (!breaker.isClosed() && time.passed().compareTo(end) < 0) {
            time.run(this::call);
            time.advance(SECOND);
            check();
        }
        assertThat(breaker.isClosed())
                .as("closed within " + BreakerModel.longestRecovery())
                .isTrue();
    }

    /** Compares before it asserts: building the assertion messages would take most of the time of a history. */
    private void check() {
        BreakerModel.Figures figures = figures();
        boolean matchesModel = model.violation().isEmpty()
                && state().equals(model.state())
                && figures.equals(model.figures())
                && time.uncaught().isEmpty();
        if (!matchesModel) {
            assertThat(model.violation()).isEmpty();
            assertThat(time.uncaught()).isEmpty();
            assertThat(state() + " after " + time.passed() + " with " + figures)
                    .isEqualTo(model.state() + " after " + time.passed() + " with " + model.figures());
        }
    }

    private String state() {
        return breaker.isClosed() ? "closed" : breaker.isOpen() ? "open" : "half-open";
    }

    private BreakerModel.Figures figures() {
        return new BreakerModel.Figures(
                count(successes), count(failures), count(rejections), count(opened), count(halfOpened), count(closed));
    }

    private Counter calls(String outcome) {
        return registry.counter("loomi.breaker.calls", "breaker", NAME, "outcome", outcome);
    }

    private Counter transitions(String to) {
        return registry.counter("loomi.breaker.transitions", "breaker", NAME, "to", to);
    }

    private static int count(Counter counter) {
        return (int) counter.count();
    }

    private long pick(long[] of) {
        return of[random.nextInt(of.length)];
    }
}
