package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.testing.MutableClock;
import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.loomi.common.tracing.TraceParent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The trace of each request refers to its commit, even if the SQL is in the trace of another request. */
class GroupCommitTraceTest {

    private final List<String> spans = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.builder().withTracer(_ -> new Recording()).build();
    private final Context loop = vertx.getOrCreateContext();
    private final List<Promise<List<Future<String>>>> commits = new ArrayList<>();
    private final GroupCommit<String, String> groups = new GroupCommit<>(
            this::commit,
            (request, _) -> Future.succeededFuture(request + " done alone"),
            request -> request,
            new MutableClock(),
            new CommitMetrics(new SimpleMeterRegistry()));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void linksEachMemberToTheTraceOfItsCommit() {
        Future<String> first = under("a", () -> groups.submit("first"));
        Future<String> second = under("b", () -> groups.submit("second"));
        Future<String> third = under("c", () -> groups.submit("third"));

        under("a", () -> commits.get(0).tryComplete(done("first")));
        first.await();
        assertEnded("group commit {size=1, trace=a}");

        under("a", () -> commits.get(1).tryComplete(done("second", "third")));
        Future.all(second, third).await();
        assertEnded(
                "group commit {size=1, trace=a}", "group commit {size=2, trace=b}", "group commit {size=2, trace=b}");
    }

    @Test
    void commitsInASampledTrace() {
        Future<String> alone = under("a", () -> groups.submit("alone"));
        Future<String> unseen = under("b", "00", () -> groups.submit("unseen"));
        Future<String> seen = under("c", () -> groups.submit("seen"));

        under("a", () -> commits.get(0).tryComplete(done("alone")));
        under("a", () -> commits.get(1).tryComplete(done("unseen", "seen")));

        Future.all(alone, unseen, seen).await();
        assertEnded(
                "group commit {size=1, trace=a}", "group commit {size=2, trace=c}", "group commit {size=2, trace=c}");
    }

    @Test
    void endsTheSpanOfAFailedCommit() {
        Future<String> lost = under("a", () -> groups.submit("lost"));

        under("a", () -> commits.getFirst().tryFail(new Failure.Unavailable("gone")));

        assertThat(lost.transform(Future::succeededFuture).await().cause()).hasMessage("gone");
        assertEnded("group commit {size=1, trace=a} failed: gone");
    }

    /** Waits, because an outcome may complete before its span ends. */
    private void assertEnded(String... ended) {
        Awaitility.await().untilAsserted(() -> assertThat(spans).containsExactly(ended));
    }

    private static List<Future<String>> done(String... requests) {
        return Stream.of(requests)
                .map(request -> Future.succeededFuture(request + " done"))
                .toList();
    }

    private Future<List<Future<String>>> commit(List<String> requests, Deadline deadline) {
        Promise<List<Future<String>>> commit = Promise.promise();
        commits.add(commit);
        return commit.future();
    }

    /** Runs work on the event loop, in its own context and in a trace whose id is one repeated digit. */
    private <T> T under(String trace, Supplier<T> work) {
        return under(trace, "01", work);
    }

    private <T> T under(String trace, String flags, Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        ContextInternal context = ((ContextInternal) loop).duplicate();
        context.runOnContext(_ -> {
            TraceParent span = new TraceParent(trace.repeat(32), trace.repeat(16), flags);
            Correlation.trace(context, span);
            Correlation.bind(new CorrelationId(trace, span));
            done.complete(work.get());
        });
        return done.join();
    }

    /** Records the spans that have ended. */
    private final class Recording implements VertxTracer<Object, Object> {

        @Override
        public <R> Object sendRequest(
                Context context,
                SpanKind kind,
                TracingPolicy policy,
                R request,
                String operation,
                BiConsumer<String, String> headers,
                TagExtractor<R> tags) {
            return operation;
        }

        @Override
        public <R> void receiveResponse(
                Context context,
                @Nullable R response,
                @Nullable Object span,
                @Nullable Throwable failure,
                TagExtractor<R> tags) {
            var told = tags.extract(response);
            spans.add("%s {size=%s, trace=%.1s}%s"
                    .formatted(
                            span,
                            told.get("loomi.batch.size"),
                            told.get("loomi.batch.trace_id"),
                            failure == null ? "" : " failed: " + failure.getMessage()));
        }
    }
}
