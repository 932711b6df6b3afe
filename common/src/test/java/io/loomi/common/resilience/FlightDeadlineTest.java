package io.loomi.common.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.simulation.VirtualTime;
import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that share a call wait until their own deadlines, not until that of the first caller. */
class FlightDeadlineTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration CALL = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime(VERTX);
    private final List<Optional<Deadline>> deadlines = new ArrayList<>();
    private final List<String> correlations = new ArrayList<>();

    /** A single flight or a keyed flight. */
    private interface Sharing extends Function<Supplier<Future<String>>, Future<String>> {}

    static Stream<Sharing> flights() {
        SingleFlight<String> single = new SingleFlight<>();
        KeyedFlight<String, String> keyed = new KeyedFlight<>();
        return Stream.of(single::call, call -> keyed.call("key", call));
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @ParameterizedTest
    @MethodSource("flights")
    void outlivesTheDeadlineOfItsFirstCaller(Sharing flight) {
        List<Object> first = request(flight, "first", Duration.ofMillis(300));
        List<Object> second = request(flight, "second", Duration.ofSeconds(4));

        time.advance(Duration.ofMillis(300));
        assertThat(first).singleElement().isInstanceOf(Unreachable.class);
        assertThat(second).isEmpty();
        time.advance(CALL);
        assertThat(second).containsExactly("answer");
        assertThat(deadlines).hasSize(1);
        assertThat(correlations).containsExactly("first");
    }

    @ParameterizedTest
    @MethodSource("flights")
    void letsALaterCallerWaitOnlyUntilItsOwnDeadline(Sharing flight) {
        List<Object> first = request(flight, "first", Duration.ofSeconds(4));
        List<Object> second = request(flight, "second", Duration.ofMillis(300));

        time.advance(Duration.ofMillis(300));
        assertThat(second).singleElement().isInstanceOf(Unreachable.class);
        time.advance(CALL);
        assertThat(first).containsExactly("answer");
    }

    @ParameterizedTest
    @MethodSource("flights")
    void hasNoDeadlineWhenItsCallerHasNone(Sharing flight) {
        List<Object> ends = new ArrayList<>();
        time.run(() -> waitFor(flight, ends));

        time.advance(CALL);
        assertThat(ends).containsExactly("answer");
        assertThat(deadlines).containsExactly(Optional.empty());
    }

    private List<Object> request(Sharing flight, String correlation, Duration timeout) {
        List<Object> ends = new ArrayList<>();
        time.run(() -> {
            Correlation.bind(CorrelationId.from(correlation, null));
            Deadline.bind(Deadline.in(timeout, time));
            waitFor(flight, ends);
        });
        return ends;
    }

    private void waitFor(Sharing flight, List<Object> ends) {
        String mine = Correlation.currentText();
        flight.apply(this::call).onComplete((answer, failure) -> {
            assertThat(Correlation.currentText()).isEqualTo(mine);
            ends.add(failure == null ? answer : failure);
        });
    }

    /** Fails, as a client does, when the deadline leaves too little time. */
    private Future<String> call() {
        deadlines.add(Deadline.current());
        correlations.add(Correlation.currentText());
        boolean inTime = Deadline.current()
                .map(end -> end.leftForCalls().compareTo(CALL) >= 0)
                .orElse(true);
        return inTime ? time.after(CALL).map("answer") : Future.failedFuture(new Unreachable("too late"));
    }
}
