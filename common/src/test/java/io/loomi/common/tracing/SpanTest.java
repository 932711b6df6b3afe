package io.loomi.common.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Background work for a request is traced; periodic work is not. */
class SpanTest {

    private static final CorrelationId ID = CorrelationId.from("later", null);
    private static final TraceParent SPAN = new TraceParent("a".repeat(32), "b".repeat(16), "01");

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.builder().withTracer(_ -> new Recording()).build();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void bindsTheTraceOfTheSpan() {
        String trace = onLoop(() -> Correlation.runWith(
                ID,
                vertx,
                "deferred-transaction",
                () -> Future.succeededFuture(traceOf() + " " + Correlation.isTraced()),
                Future::failedFuture));

        assertThat(trace).isEqualTo("later " + SPAN.traceId() + " true");
        assertThat(seen).containsExactly("deferred-transaction begun", "deferred-transaction ended");
    }

    @Test
    void endsWithTheFailureOfTheWork() {
        String afterwards = onLoop(() -> Correlation.runWith(
                ID,
                vertx,
                "deferred-transaction",
                () -> {
                    throw new IllegalStateException("gone");
                },
                failure -> Future.succeededFuture(failure.getMessage() + ", " + Correlation.currentText())));

        assertThat(afterwards).as("in the same correlation").isEqualTo("gone, later");
        assertThat(seen).containsExactly("deferred-transaction begun", "deferred-transaction ended: gone");
    }

    @Test
    void doesNotTracePeriodicWork() {
        Boolean traced =
                onLoop(() -> Correlation.runWithNewId(vertx, () -> Future.succeededFuture(Correlation.isTraced())));

        assertThat(traced)
                .as("the client sends the header of the correlation itself")
                .isFalse();
        assertThat(seen).isEmpty();
    }

    private static String traceOf() {
        return Correlation.current()
                .map(id -> id.value() + " " + id.trace().traceId())
                .orElse("nobody");
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        vertx.getOrCreateContext().runOnContext(_ -> work.get().onComplete(done::handle));
        return done.future().await();
    }

    private final class Recording implements VertxTracer<String, Object> {

        @Override
        public <R> String receiveRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                Iterable<Map.Entry<String, String>> headers,
                TagExtractor<R> tags) {
            Correlation.trace(context, SPAN);
            seen.add(operation + " begun");
            return operation;
        }

        @Override
        public <R> void sendResponse(
                Context context,
                @Nullable R response,
                @Nullable String operation,
                @Nullable Throwable failure,
                TagExtractor<R> tags) {
            seen.add(operation + " ended" + (failure == null ? "" : ": " + failure.getMessage()));
        }
    }
}
