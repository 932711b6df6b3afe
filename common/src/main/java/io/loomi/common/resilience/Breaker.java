package io.loomi.common.resilience;

import io.github.resilience4j.core.metrics.Metrics;
import io.github.resilience4j.core.metrics.SlidingTimeWindowMetrics;
import io.github.resilience4j.core.metrics.Snapshot;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A circuit breaker for calls to another service. It opens when too many calls fail, and after a pause lets one call
 * through, the probe.
 *
 * <p>Vert.x's circuit breaker holds the state. It counts failures only, so the failure rate in resilience4j's sliding
 * window decides when to open. Only the probe ends the half-open state: outcomes of earlier calls are ignored, and
 * a probe without an outcome fails after the pause. A call counts once, by its final outcome. Only {@link
 * Unreachable} is a failure: every other outcome is an answer.
 *
 * <p>Thread-safe. One for each process, so that a process sends one probe, and not one per event loop.
 */
public final class Breaker {

    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private static final String SUCCESS = "success";
    private static final String FAILURE = "failure";
    private static final String REJECTED = "rejected";
    private static final List<String> OUTCOMES = List.of(SUCCESS, FAILURE, REJECTED);

    private final String name;
    private final Vertx vertx;
    private final Clock clock;
    private final Rules rules;
    private final MeterRegistry registry;
    private final CircuitBreaker breaker;
    private final AtomicBoolean probing = new AtomicBoolean();
    private volatile Metrics window;
    private volatile @Nullable Supplier<Future<?>> probeCall;

    /**
     * When the breaker opens and closes.
     *
     * @param window the period in which calls are counted, in whole seconds
     * @param minCalls the number of calls in the window before the breaker can open
     * @param failureRate the breaker opens when at least this part of the calls failed, 0 to 1
     * @param pause from opening until the next probe
     */
    public record Rules(Duration window, int minCalls, double failureRate, Duration pause) {

        public static final Rules STANDARD = new Rules(Duration.ofSeconds(10), 10, 0.5, Duration.ofSeconds(60));

        /** The same rules with another pause. */
        public Rules withPause(Duration pause) {
            return new Rules(window, minCalls, failureRate, pause);
        }

        private boolean areBroken(Snapshot calls) {
            int made = calls.getTotalNumberOfCalls();
            return made >= minCalls && calls.getNumberOfFailedCalls() >= made * failureRate;
        }
    }

    /** @param nanos a time that never goes back, as {@link System#nanoTime} */
    public Breaker(String name, Vertx vertx, LongSupplier nanos, Rules rules, MeterRegistry registry) {
        this.name = name;
        this.vertx = vertx;
        this.clock = monotonic(nanos);
        this.rules = rules;
        this.registry = registry;
        this.window = emptyWindow();
        CircuitBreakerOptions options = new CircuitBreakerOptions()
                .setMaxFailures(Integer.MAX_VALUE) // the window opens it
                .setResetTimeout(rules.pause().toMillis())
                .setNotificationAddress(null);
        this.breaker = CircuitBreaker.create(name, vertx, options)
                .openHandler(_ -> transitionedTo("open"))
                .halfOpenHandler(_ -> {
                    probing.set(false);
                    transitionedTo("half-open");
                    sendProbe();
                })
                .closeHandler(_ -> {
                    window = emptyWindow();
                    transitionedTo("closed");
                });
        for (CircuitBreakerState state : CircuitBreakerState.values()) {
            Gauge.builder("loomi.breaker.state", () -> breaker.state() == state ? 1 : 0)
                    .description("1 for the current state of the breaker")
                    .tag("breaker", name)
                    .tag("state", text(state))
                    .register(registry);
            transitions(text(state));
        }
        OUTCOMES.forEach(this::calls);
    }

    /** Each call after its clock went back would move resilience4j's window, until it holds too few calls to open. */
    private static Clock monotonic(LongSupplier nanos) {
        InstantSource source = () -> Instant.EPOCH.plusNanos(nanos.getAsLong());
        return source.withZone(ZoneOffset.UTC);
    }

    private Metrics emptyWindow() {
        return new SlidingTimeWindowMetrics((int) rules.window().toSeconds(), clock);
    }

    /**
     * Makes the breaker send this call as its probe after the pause. Otherwise the breaker of a service without
     * requests would stay half-open.
     *
     * @param probe a call without side effects. It runs in the context in which the breaker opened, with that context's
     *     deadline.
     */
    public void probeWith(Supplier<Future<?>> probe) {
        probeCall = probe;
    }

    private void sendProbe() {
        @Nullable Supplier<Future<?>> probe = probeCall;
        if (probe != null) {
            call(() -> probe.get().mapEmpty())
                    .onFailure(_ -> {}); // call() counts the failure and opens the breaker again
        }
    }

    /** Makes the call and returns its outcome. Fails with {@link Unreachable} at once while the breaker is open. */
    public <T> Future<T> call(Supplier<Future<T>> call) {
        return switch (breaker.state()) {
            case CLOSED -> callAndCount(call);
            case OPEN -> reject();
            case HALF_OPEN -> probing.compareAndSet(false, true) ? probe(call) : reject();
        };
    }

    private <T> Future<T> callAndCount(Supplier<Future<T>> call) {
        return attempt(call).onComplete(outcome -> count(isFailure(outcome)));
    }

    /** Completes in the caller's context, even if the call throws. */
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
        Snapshot calls =
                window.record(0, TimeUnit.NANOSECONDS, failed ? Metrics.Outcome.ERROR : Metrics.Outcome.SUCCESS);
        if (failed && rules.areBroken(calls)) {
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

    /** Whether all calls go through. Retries stop when this becomes false. */
    public boolean isClosed() {
        return breaker.state() == CircuitBreakerState.CLOSED;
    }

    /** Whether no call goes through. */
    public boolean isOpen() {
        return breaker.state() == CircuitBreakerState.OPEN;
    }

    /** A health check, which is OK only while the breaker is closed. */
    public Future<Status> check() {
        JsonObject state = new JsonObject().put("state", text(breaker.state()));
        return Future.succeededFuture(isClosed() ? Status.OK(state) : Status.KO(state));
    }

    /** Registered at start, so that Prometheus sees the first call as an increase. */
    private Counter calls(String outcome) {
        return registry.counter("loomi.breaker.calls", "breaker", name, "outcome", outcome);
    }

    private Counter transitions(String to) {
        return registry.counter("loomi.breaker.transitions", "breaker", name, "to", to);
    }

    private void transitionedTo(String state) {
        transitions(state).increment();
        LOG.atWarn().addKeyValue("breaker", name).addKeyValue("state", state).log("Breaker changed its state");
    }

    private static String text(CircuitBreakerState state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
