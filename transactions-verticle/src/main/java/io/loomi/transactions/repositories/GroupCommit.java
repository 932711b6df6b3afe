package io.loomi.transactions.repositories;

import io.loomi.common.async.ContextPromise;
import io.loomi.common.correlation.Correlation;
import io.loomi.common.errors.Failure;
import io.loomi.common.tracing.WorkSpan;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Function;

/**
 * Group commit: requests that arrive while a commit is in flight go together in the next one, and each gets its own
 * outcome. A request that comes alone is committed at once. One batch is in flight at a time, and must end: its commit
 * has a time-out. When a batch fails for a reason that may be one member's own, such as an account that somebody else keeps
 * locked, its members leave the queue and are committed one by one beside it. When the database does not answer, those who have
 * waited for it long enough are told so with the batch's members.
 *
 * <p>Not thread-safe: one per event loop.
 *
 * @param <Q> a request
 * @param <R> its outcome
 */
final class GroupCommit<Q, R> {

    /** Measured: 8 to 64 are alike within noise, and one batch keeps its accounts locked for a few milliseconds only. */
    static final int LARGEST_BATCH = 64;

    static final int LONGEST_QUEUE = 2048;

    /** Together with the time-out of one commit it is how long a request is kept waiting by a database that does not answer. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /** Each keeps a connection for as long as it waits for a lock; the pool has more. */
    private static final int SINGLES_IN_FLIGHT = 2;

    private static final int LONGEST_SINGLES = 256;

    /** A single whose turn comes later than this after it was asked for is told so: those before it wait for locks. */
    static final Duration LONGEST_WAIT_OF_SINGLES = Duration.ofSeconds(5);

    private static final String BATCH_SIZE = "loomi.batch.size";
    private static final String BATCH_TRACE = "loomi.batch.trace_id";

    private final Function<List<Q>, Future<List<R>>> commit;
    private final Function<Q, Future<R>> commitAlone;
    private final Function<Q, Object> exclusive;
    private final InstantSource clock;
    private final CommitMetrics metrics;
    private final Set<Member<Q, R>> queue = new LinkedHashSet<>();
    private final Queue<Member<Q, R>> singles = new ArrayDeque<>();
    private boolean inFlight;
    private int singlesInFlight;

    // A class and not a record: two equal requests are two members.
    private static final class Member<Q, R> {
        private final Q request;
        private final Instant since;
        private final ContextPromise<R> outcome = new ContextPromise<>();
        private final WorkSpan span = WorkSpan.begin("group commit");
        private final boolean recorded = Correlation.isTraced()
                && Correlation.current().filter(id -> id.trace().isSampled()).isPresent();
        private Map<String, String> commit = Map.of(); // told by the span: where the SQL of it is to be found

        private Member(Q request, Instant since) {
            this.request = request;
            this.since = since;
        }

        private Future<R> outcome() {
            return outcome.future().onComplete(result -> span.end(commit, result.cause()));
        }
    }

    /**
     * @param commit commits a batch; its outcomes are in the order of the requests
     * @param commitAlone commits one, with more patience
     * @param exclusive of two requests with an equal value of it, one batch takes only one
     */
    GroupCommit(
            Function<List<Q>, Future<List<R>>> commit,
            Function<Q, Future<R>> commitAlone,
            Function<Q, Object> exclusive,
            InstantSource clock,
            CommitMetrics metrics) {
        this.clock = clock;
        this.metrics = metrics;
        this.commit = commit;
        this.commitAlone = commitAlone;
        this.exclusive = exclusive;
    }

    /** Fails with Unavailable when the queue is full, and with whatever its commit fails with. */
    Future<R> submit(Q request) {
        if (queue.size() >= LONGEST_QUEUE) {
            return Future.failedFuture(busy());
        }
        Member<Q, R> member = new Member<>(request, clock.instant());
        queue.add(member);
        next();
        return member.outcome();
    }

    private void next() {
        if (inFlight || queue.isEmpty()) {
            return;
        }
        inFlight = true;
        List<Member<Q, R>> batch = take();
        metrics.begun(batch.size(), queue.size());
        // what is traced and logged of it belongs to a request that is in it, not to one of the batch before
        Member<Q, R> lead =
                batch.stream().filter(member -> member.recorded).findFirst().orElse(batch.getFirst());
        lead.outcome.inItsContext(() -> {
            note(batch, lead);
            commit(batch);
        });
    }

    private static <Q, R> void note(List<Member<Q, R>> batch, Member<Q, R> lead) {
        if (lead.recorded) {
            String trace = Correlation.current().map(id -> id.trace().traceId()).orElse("");
            Map<String, String> commit = Map.of(BATCH_SIZE, String.valueOf(batch.size()), BATCH_TRACE, trace);
            batch.forEach(member -> member.commit = commit);
        }
    }

    private void commit(List<Member<Q, R>> batch) {
        commit.apply(batch.stream().map(member -> member.request).toList()).onComplete(result -> {
            inFlight = false;
            if (result.succeeded()) {
                answer(batch, result.result());
            } else if (result.cause() instanceof Failure.Unavailable) {
                batch.forEach(member -> member.outcome.fail(result.cause()));
                giveUpTheLongestWaiting(result.cause());
            } else {
                batch.forEach(this::setAside);
            }
            next();
        });
    }

    private List<Member<Q, R>> take() {
        List<Member<Q, R>> batch = new ArrayList<>(Math.min(queue.size(), LARGEST_BATCH));
        Set<Object> taken = new HashSet<>();
        Iterator<Member<Q, R>> waiting = queue.iterator();
        while (waiting.hasNext() && batch.size() < LARGEST_BATCH) {
            Member<Q, R> member = waiting.next();
            if (taken.add(exclusive.apply(member.request))) {
                batch.add(member);
                waiting.remove();
            }
        }
        return batch;
    }

    private void giveUpTheLongestWaiting(Throwable cause) {
        Instant limit = clock.instant().minus(LONGEST_WAIT);
        Iterator<Member<Q, R>> waiting = queue.iterator();
        while (waiting.hasNext()) {
            Member<Q, R> member = waiting.next();
            if (member.since.isAfter(limit)) {
                return; // those behind it came later
            }
            waiting.remove();
            member.outcome.fail(cause);
        }
    }

    private void answer(List<Member<Q, R>> batch, List<R> outcomes) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).outcome.succeed(outcomes.get(i));
        }
    }

    private void setAside(Member<Q, R> member) {
        if (singles.size() >= LONGEST_SINGLES) {
            member.outcome.fail(busy());
            return;
        }
        singles.add(member);
        nextSingle();
    }

    private void nextSingle() {
        if (singlesInFlight >= SINGLES_IN_FLIGHT || singles.isEmpty()) {
            return;
        }
        Member<Q, R> member = singles.remove();
        if (member.since.isBefore(clock.instant().minus(LONGEST_WAIT_OF_SINGLES))) {
            member.outcome.fail(busy());
            nextSingle();
            return;
        }
        singlesInFlight++;
        member.outcome.inItsContext(() -> commitAlone.apply(member.request).onComplete(result -> {
            singlesInFlight--;
            member.outcome.complete(result);
            nextSingle();
        }));
    }

    private static Failure busy() {
        return new Failure.Unavailable("Too much is asked right now: try again in a moment.");
    }
}
