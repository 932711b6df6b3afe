package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.loomi.common.database.DatabaseFailures;
import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.tracing.Correlation;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: requests that arrive during a commit share the next one, and each gets its own outcome. A single
 * request is committed immediately. One batch is in flight at a time.
 *
 * <p>Each request is sent once. The members of a batch are committed again, one by one, only if PostgreSQL reports a
 * rollback that one member may have caused. If the outcome of a batch is unknown, the outcome of each member is unknown
 * too.
 *
 * <p>A request that cannot end before its {@link Deadline} is not sent. Not thread-safe: one per event loop.
 *
 * @param <Q> a request
 * @param <R> its outcome
 */
final class GroupCommit<Q, R> {

    /**
     * In measurements, sizes from 8 to 64 performed alike, and a batch locked its accounts for only a few milliseconds.
     */
    static final int MAX_BATCH = 64;

    static final int MAX_QUEUE = 2048;

    /** If the database does not answer a batch, queued requests that have waited this long fail too. */
    static final Duration MAX_WAIT_IN_OUTAGE = Duration.ofSeconds(1);

    /** A queued request needs this much time before its deadline: a write, and some time to get a connection. */
    static final Duration TIME_TO_COMMIT = Database.WRITE_TIMEOUT.plusMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final String BATCH_SIZE = "loomi.batch.size";
    private static final String BATCH_TRACE = "loomi.batch.trace_id";

    private final Commit<List<Q>, List<Future<R>>> commit;
    private final Function<Q, Object> exclusive;
    private final InstantSource clock;
    private final CommitMetrics metrics;
    private final IndividualRetries<Q, R> retries;
    private final Set<BatchMember<Q, R>> queue = new LinkedHashSet<>();
    private boolean inFlight;

    /** Sends a request to the database, to end before a deadline. */
    @FunctionalInterface
    interface Commit<Q, R> {
        Future<R> apply(Q request, Deadline deadline);
    }

    /**
     * @param commit commits a batch and returns one outcome per request, in their order. If it fails, nothing was
     *     committed; with {@link Failure.OutcomeUnknown}, all or nothing was
     * @param commitAlone commits one request, and waits longer for locks
     * @param exclusive requests with equal values of this function never share a batch
     */
    GroupCommit(
            Commit<List<Q>, List<Future<R>>> commit,
            Commit<Q, R> commitAlone,
            Function<Q, Object> exclusive,
            InstantSource clock,
            CommitMetrics metrics) {
        this.commit = commit;
        this.exclusive = exclusive;
        this.clock = clock;
        this.metrics = metrics;
        this.retries = new IndividualRetries<>(commitAlone);
    }

    /** Fails with Unavailable if the request was not sent, or with the failure of its commit. */
    Future<R> submit(Q request) {
        if (queue.size() >= MAX_QUEUE) {
            return Future.failedFuture(busy());
        }
        BatchMember<Q, R> member = new BatchMember<>(request, exclusive.apply(request), clock);
        queue.add(member);
        next();
        return member.outcome();
    }

    private void next() {
        if (inFlight) {
            return;
        }
        List<BatchMember<Q, R>> batch = take();
        if (batch.isEmpty()) {
            return;
        }
        inFlight = true;
        // The commit's trace and log lines belong to a request of this batch, not of the previous batch.
        BatchMember<Q, R> lead =
                batch.stream().filter(BatchMember::isRecorded).findFirst().orElse(batch.getFirst());
        lead.runOnContext(() -> send(batch, lead).onComplete(result -> {
            inFlight = false;
            deliver(batch, result);
            next();
        }));
    }

    /** Turns exceptions into failures. An uncaught exception would leave the batch in flight forever. */
    private Future<List<Future<R>>> send(List<BatchMember<Q, R>> batch, BatchMember<Q, R> lead) {
        return Future.succeededFuture().compose(_ -> {
            metrics.recordCommit(batch.size(), queue.size());
            tagSpans(batch, lead);
            Deadline first = batch.stream()
                    .map(BatchMember::deadline)
                    .min(Comparator.comparing(Deadline::end))
                    .orElseThrow();
            return commit.apply(batch.stream().map(BatchMember::request).toList(), first);
        });
    }

    private static <Q, R> void tagSpans(List<BatchMember<Q, R>> batch, BatchMember<Q, R> lead) {
        if (lead.isRecorded()) {
            String trace = Correlation.current().map(id -> id.trace().traceId()).orElse("");
            Map<String, String> commit = Map.of(BATCH_SIZE, String.valueOf(batch.size()), BATCH_TRACE, trace);
            batch.forEach(member -> member.setCommitAttributes(commit));
        }
    }

    private List<BatchMember<Q, R>> take() {
        List<BatchMember<Q, R>> batch = new ArrayList<>(Math.min(queue.size(), MAX_BATCH));
        Set<Object> taken = new HashSet<>();
        Iterator<BatchMember<Q, R>> waiting = queue.iterator();
        while (waiting.hasNext() && batch.size() < MAX_BATCH) {
            BatchMember<Q, R> member = waiting.next();
            if (!member.deadline().allows(TIME_TO_COMMIT)) {
                waiting.remove();
                member.fail(busy());
            } else if (taken.add(member.exclusive())) {
                waiting.remove();
                batch.add(member);
            }
        }
        return batch;
    }

    private void deliver(List<BatchMember<Q, R>> batch, AsyncResult<List<Future<R>>> result) {
        if (result.succeeded()) {
            deliverEach(batch, result.result());
        } else if (DatabaseFailures.isRolledBack(result.cause())) {
            batch.forEach(retries::submit);
        } else {
            Failure failure = failureOf(result.cause());
            batch.forEach(member -> member.fail(failure));
            failLongWaiting();
        }
    }

    private static <Q, R> void deliverEach(List<BatchMember<Q, R>> batch, List<Future<R>> outcomes) {
        if (outcomes.size() != batch.size()) {
            LOG.atError()
                    .addKeyValue("requests", batch.size())
                    .addKeyValue("outcomes", outcomes.size())
                    .log("Commit returned a wrong number of outcomes");
        }
        for (int i = 0; i < batch.size(); i++) {
            if (i < outcomes.size()) {
                outcomes.get(i).onComplete(batch.get(i)::complete);
            } else {
                batch.get(i).fail(new Failure.OutcomeUnknown());
            }
        }
    }

    private static Failure failureOf(Throwable cause) {
        if (cause instanceof Failure failure) {
            return failure;
        }
        LOG.atError().setCause(cause).log("Commit failed unexpectedly");
        return new Failure.OutcomeUnknown();
    }

    private void failLongWaiting() {
        Instant limit = clock.instant().minus(MAX_WAIT_IN_OUTAGE);
        Iterator<BatchMember<Q, R>> waiting = queue.iterator();
        while (waiting.hasNext()) {
            BatchMember<Q, R> member = waiting.next();
            if (member.since().isAfter(limit)) {
                return; // the queue is in order of arrival
            }
            waiting.remove();
            member.fail(new Failure.Unavailable("The database does not answer: try again in a moment."));
        }
    }

    static Failure busy() {
        return new Failure.Unavailable("Too many requests are in progress: try again in a moment.");
    }
}
