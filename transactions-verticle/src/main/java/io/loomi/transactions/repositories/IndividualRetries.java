package io.loomi.transactions.repositories;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Commits the members of a rolled-back batch one by one, so that only the member that caused the rollback fails.
 *
 * <p>Not thread-safe: one per event loop.
 */
final class IndividualRetries<Q, R> {

    /** Each retry occupies a connection while it waits for a lock. The pool has more connections than this. */
    static final int MAX_IN_FLIGHT = 2;

    static final int MAX_QUEUE = 256;

    private final GroupCommit.Commit<Q, R> commit;
    private final Queue<BatchMember<Q, R>> queue = new ArrayDeque<>();
    private int inFlight;

    IndividualRetries(GroupCommit.Commit<Q, R> commit) {
        this.commit = commit;
    }

    /** Fails the member with Unavailable if it cannot be committed before its deadline, or if the queue is full. */
    void submit(BatchMember<Q, R> member) {
        if (queue.size() >= MAX_QUEUE) {
            member.fail(GroupCommit.busy());
            return;
        }
        queue.add(member);
        next();
    }

    private void next() {
        while (inFlight < MAX_IN_FLIGHT && !queue.isEmpty()) {
            BatchMember<Q, R> member = queue.remove();
            if (member.deadline().allows(GroupCommit.TIME_TO_COMMIT)) {
                send(member);
            } else {
                member.fail(GroupCommit.busy());
            }
        }
    }

    /** Turns exceptions into failures. An uncaught exception would leave the member in flight forever. */
    private void send(BatchMember<Q, R> member) {
        inFlight++;
        member.runOnContext(() -> Future.succeededFuture()
                .compose(_ -> commit.apply(member.request(), member.deadline()))
                .onComplete(result -> {
                    inFlight--;
                    member.complete(result);
                    next();
                }));
    }
}
