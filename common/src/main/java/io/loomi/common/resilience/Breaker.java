package io.loomi.common.resilience;

import io.loomi.common.async.TimeLimit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops asking a service that mostly fails, and asks again after a while with one call only, the probe. Vert.x's breaker keeps the
 * state; as it counts failures and knows no percentage, a window of ours decides when it opens. Only the probe ends the half-open
 * state: a late outcome of a call that began before changes nothing, and a probe without an outcome fails after the pause. A call
 * counts once, by its final outcome, and fails only by {@link Unreachable}: every other outcome is an answer.
 *
 * <p>Thread-safe: one a process, so that one probe goes out and not one an event loop.
 */
public final class Breaker {

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private static final String SUCCESS = "success";
    private static final String FAILURE = "failure";
    private static final String REJECTED = "rejected";
    private static final List<String> OUTCOMES = List.of(SUCCESS, FAILURE, REJECTED);

    private final String name;
    private final Vertx vertx;
    private final InstantSource clock;
    private final Rules rules;
    private final MeterRegistry registry;
    private final FailureWindow window;
    private final CircuitBreaker breaker;
    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile @Nullable Supplier<Future<?>> question;

    /**
     * When it opens and closes.
     *
     * @param window over which calls are counted
     * @param leastCalls in the window before it can open
     * @param worst the part of them that fails, from which on it opens
     * @param pause between its opening and the next probe
     */
    public record Rules(Duration window, int leastCalls, double worst, Duration pause) {

        public static final Rules STANDARD = new Rules(Duration.ofSeconds(10), 10, 0.5, Duration.ofSeconds(60));

        /** The same with another pause. */
        public Rules pausing(Duration other) {
            return new Rules(window, leastCalls, worst, other);
        }
    }

    public Breaker(String name, Vertx vertx, InstantSource clock, Rules rules, MeterRegistry registry) {
        this.name = name;
        this.vertx = vertx;
        this.clock = clock;
        this.rules = rules;
        this.registry = registry;
        this.window = new FailureWindow(rules.window());
        CircuitBreakerOptions options = new CircuitBreakerOptions()
                .setMaxFailures(Integer.MAX_VALUE) // the window opens it
                .setResetTimeout(rules.pause().toMillis())
                .setNotificationAddress(null);
        this.breaker = CircuitBreaker.create(name, vertx, options)
                .openHandler(_ -> turned("open"))
                .halfOpenHandler(_ -> {
                    probing.set(false);
                    turned("half-open");
                    probeByItself();
                })
                .closeHandler(_ -> {
                    window.clear();
                    turned("closed");
                });
        for (CircuitBreakerState state : CircuitBreakerState.values()) {
            Gauge.builder("loomi.breaker.state", () -> breaker.state() == state ? 1 : 0)
                    .description("1 for the state that the breaker is in")
                    .tag("breaker", name)
                    .tag("state", text(state))
                    .register(registry);
            transitions(text(state));
        }
        OUTCOMES.forEach(this::calls);
    }

    /**
     * From now on it probes by itself when its pause is over: where nobody asks anything, it would stay half-open.
     *
     * @param harmless asks the way that calls go; it is called in whatever context the breaker opened in, with the deadline of that
     */
    public void probeWith(Supplier<Future<?>> harmless) {
        question = harmless;
    }

    private void probeByItself() {
        @Nullable Supplier<Future<?>> probe = question;
        if (probe != null) {
            call(() -> probe.get().mapEmpty()).onFailure(_ -> {}); // it is counted, and open again
        }
    }

    /** Fails with whatever the call fails with, and with {@link Unreachable} at once while it is open. */
    public <T> Future<T> call(Supplier<Future<T>> call) {
        return switch (breaker.state()) {
            case CLOSED -> counted(call);
            case OPEN -> reject();
            case HALF_OPEN -> probing.compareAndSet(false, true) ? probe(call) : reject();
        };
    }

    private <T> Future<T> counted(Supplier<Future<T>> call) {
        return attempt(call).onComplete(outcome -> count(isFailure(outcome)));
    }

    /** In the context of its caller, whatever it throws. */
    private <T> Future<T> attempt(Supplier<Future<T>> call) {
        Promise<T> outcome = ((ContextInternal) vertx.getOrCreateContext()).promise();
        Future.succeededFuture().compose(_ -> call.get()).onComplete(outcome);
        return outcome.future();
    }

    private <T> Future<T> probe(Supplier<Future<T>> call) {
        return TimeLimit.on(attempt(call), rules.pause())
                .recover(failure -> Future.failedFuture(
                        failure instanceof TimeoutException ? new Unreachable("the probe was not answered") : failure))
                .onComplete(outcome -> probed(isFailure(outcome)));
    }

    private void probed(boolean failed) {
        count(failed);
        if (failed) {
            breaker.open();
        } else {
            breaker.reset();
        }
    }

    private static boolean isFailure(AsyncResult<?> outcome) {
        return outcome.cause() instanceof Unreachable;
    }

    private void count(boolean failed) {
        calls(failed ? FAILURE : SUCCESS).increment();
        boolean tooMany = window.count(failed, clock.instant()).isAtLeast(rules.leastCalls(), rules.worst());
        if (failed && tooMany) {
            openOnce();
        }
    }

    private synchronized void openOnce() {
        if (breaker.state() == CircuitBreakerState.CLOSED) {
            breaker.open();
        }
    }

    private <T> Future<T> reject() {
        calls(REJECTED).increment();
        return Future.failedFuture(new Unreachable("the breaker is open"));
    }

    /** Whether calls go through as usual; a call that is tried again stops when this ends. */
    public boolean isClosed() {
        return breaker.state() == CircuitBreakerState.CLOSED;
    }

    /** Whether no call goes through. */
    public boolean isOpen() {
        return breaker.state() == CircuitBreakerState.OPEN;
    }

    /** For health: not well unless it is closed. */
    public Future<Status> check() {
        JsonObject state = new JsonObject().put("state", text(breaker.state()));
        return Future.succeededFuture(isClosed() ? Status.OK(state) : Status.KO(state));
    }

    /** Each is there from the start, so that the first one is seen as an increase. */
    private Counter calls(String outcome) {
        return registry.counter("loomi.breaker.calls", "breaker", name, "outcome", outcome);
    }

    private Counter transitions(String to) {
        return registry.counter("loomi.breaker.transitions", "breaker", name, "to", to);
    }

    private void turned(String state) {
        transitions(state).increment();
        LOG.atWarn().addKeyValue("breaker", name).addKeyValue("state", state).log("Breaker turned");
    }

    private static String text(CircuitBreakerState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
