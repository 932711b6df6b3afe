package io.loomi.common.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Requests share a call, but not their contexts. */
class SingleFlightTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final ContextInternal loop = (ContextInternal) VERTX.getOrCreateContext();
    private final SingleFlight<String> flight = new SingleFlight<>();
    private final List<Promise<String>> calls = new ArrayList<>();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void callsOnceAndKeepsEachCallersCorrelation() {
        Future<String> first = request("first", this::answerWithCorrelation);
        Future<String> second = request("second", this::answerWithCorrelation);
        runOnLoop(() -> calls.getFirst().complete("token"));

        assertThat(first.await()).isEqualTo("token for first");
        assertThat(second.await()).isEqualTo("token for second");
        assertThat(calls).hasSize(1);
    }

    @Test
    void callsAgainAfterTheCallHasEnded() {
        Future<String> first = request("first", this::answerWithCorrelation);
        runOnLoop(() -> calls.getFirst().fail("no answer"));
        assertThatThrownBy(first::await).hasMessage("no answer");

        Future<String> second = request("second", this::answerWithCorrelation);
        runOnLoop(() -> calls.getLast().complete("token"));
        assertThat(second.await()).isEqualTo("token for second");
    }

    @Test
    void callsAgainAfterACallThatThrows() {
        Future<String> first = request(
                "first",
                () -> flight.call(() -> {
                    throw new IllegalStateException("cannot be made");
                }));
        assertThatThrownBy(first::await).hasMessage("cannot be made");

        Future<String> second = request("second", () -> flight.call(() -> Future.succeededFuture("made")));
        assertThat(second.await()).isEqualTo("made");
    }

    private Future<String> answerWithCorrelation() {
        return flight.call(this::call).map(answer -> answer + " for " + Correlation.currentText());
    }

    private Future<String> call() {
        Promise<String> call = Promise.promise();
        calls.add(call);
        return call.future();
    }

    /** Does the work as a request with its own context, on the shared event loop. */
    private Future<String> request(String correlationId, Supplier<Future<String>> work) {
        Promise<String> done = Promise.promise();
        Context own = loop.duplicate();
        own.runOnContext(_ -> {
            Correlation.bind(CorrelationId.from(correlationId, null));
            work.get().onComplete(done);
        });
        return done.future();
    }

    private void runOnLoop(Runnable work) {
        loop.runOnContext(_ -> work.run());
    }
}
