package io.loomi.transactions.repositories;

import io.loomi.common.async.ContextPromise;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.Span;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * A request in a {@link GroupCommit}, from its arrival to its outcome. It is a class and not a record, because two
 * equal requests are different members.
 */
final class BatchMember<Q, R> {

    private final Q request;
    private final Object exclusive;
    private final Instant since;
    private final Deadline deadline;
    private final ContextPromise<R> outcome = new ContextPromise<>();
    private final Span span = Span.child("group commit");
    private final boolean recorded = Correlation.isTraced()
            && Correlation.current().filter(id -> id.trace().isSampled()).isPresent();
    private Map<String, String> commit = Map.of();

    BatchMember(Q request, Object exclusive, InstantSource clock) {
        this.request = request;
        this.exclusive = exclusive;
        this.since = clock.instant();
        this.deadline = Deadline.current().orElseGet(() -> Deadline.ofRequest(clock));
    }

    Q request() {
        return request;
    }

    Object exclusive() {
        return exclusive;
    }

    Instant since() {
        return since;
    }

    Deadline deadline() {
        return deadline;
    }

    boolean isRecorded() {
        return recorded;
    }

    /** @param attributes span attributes that point to the trace with the SQL of the batch */
    void setCommitAttributes(Map<String, String> attributes) {
        commit = attributes;
    }

    /** Runs work in the context of this request; the caller must be on its event loop. */
    void runOnContext(Runnable work) {
        outcome.dispatch(work);
    }

    Future<R> outcome() {
        return outcome.future().onComplete(result -> span.end(commit, result.cause()));
    }

    void complete(AsyncResult<R> result) {
        outcome.complete(result);
    }

    void fail(Throwable cause) {
        outcome.fail(cause);
    }
}
