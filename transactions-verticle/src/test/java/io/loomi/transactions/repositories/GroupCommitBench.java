package io.loomi.transactions.repositories;

import io.loomi.common.resilience.Deadline;
import io.loomi.common.testing.MutableClock;
import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A group commit of strings on one event loop. The test decides when and how each commit ends. */
final class GroupCommitBench {

    final List<List<String>> batches = new ArrayList<>();
    final List<Promise<List<Future<String>>>> commits = new ArrayList<>();
    final List<String> correlations = new ArrayList<>();
    final List<String> alone = new ArrayList<>();

    /** The outcome of a request that ends with "slow" and is committed alone. */
    final Promise<String> slow = Promise.promise();

    final MeterRegistry figures = new SimpleMeterRegistry();
    final MutableClock clock = new MutableClock();

    private final Context loop;
    private final GroupCommit<String, String> groups =
            new GroupCommit<>(this::commit, this::commitAlone, request -> request, clock, new CommitMetrics(figures));

    GroupCommitBench(Vertx vertx) {
        loop = vertx.getOrCreateContext();
    }

    Future<String> submit(String request) {
        return onLoop(() -> groups.submit(request));
    }

    /** Submits the requests in one task of the event loop. */
    List<Future<String>> submitAll(String... requests) {
        return submitAll(Stream.of(requests));
    }

    List<Future<String>> submitAll(Stream<String> requests) {
        return onLoop(() -> requests.map(groups::submit).toList());
    }

    void submitUnder(String correlation, String request) {
        under(correlation, () -> groups.submit(request));
    }

    void under(String correlation, Supplier<?> work) {
        CompletableFuture<Object> done = new CompletableFuture<>();
        ((ContextInternal) loop).duplicate().runOnContext(_ -> {
            Correlation.bind(CorrelationId.from(correlation, null));
            done.complete(work.get());
        });
        done.join();
    }

    void succeed(int batch) {
        answer(batch, batches.get(batch).stream().map(GroupCommitBench::done).toList());
    }

    void answer(int batch, List<Future<String>> outcomes) {
        onLoop(() -> {
            commits.get(batch).complete(outcomes);
            return true;
        });
    }

    void fail(int batch, Throwable cause) {
        onLoop(() -> {
            commits.get(batch).fail(cause);
            return true;
        });
    }

    /** The failure by which PostgreSQL reports that it has rolled the batch back. */
    static Throwable rolledBack() {
        return new PgException("one of them", "ERROR", "23514", "a check");
    }

    static Future<String> done(String request) {
        return Future.succeededFuture(request + " done");
    }

    <T> T onLoop(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(_ -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException | AssertionError failure) {
                done.completeExceptionally(failure);
            }
        });
        return done.join();
    }

    private Future<List<Future<String>>> commit(List<String> batch, Deadline deadline) {
        if (batch.contains("poison")) {
            throw new IllegalStateException("thrown");
        }
        batches.add(batch);
        correlations.add(Correlation.currentText());
        Promise<List<Future<String>>> commit = Promise.promise();
        commits.add(commit);
        return commit.future();
    }

    private Future<String> commitAlone(String request, Deadline deadline) {
        if (request.equals("throws")) {
            throw new IllegalStateException("thrown");
        }
        alone.add(request);
        if (request.endsWith("slow")) {
            return slow.future();
        }
        return request.equals("bad")
                ? Future.failedFuture("bad is to blame")
                : Future.succeededFuture(request + " alone");
    }
}
