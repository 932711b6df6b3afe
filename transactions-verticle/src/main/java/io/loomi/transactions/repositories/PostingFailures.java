package io.loomi.transactions.repositories;

import io.loomi.common.database.StatementTimeout;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.IdempotencyKey;
import io.loomi.transactions.entities.PostingResult;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.Optional;
import java.util.Set;

/** Why the ledger has not done what was asked, or cannot say whether it has, in words that tell the caller what to do. */
final class PostingFailures {

    /** A lock that was not given in time, a deadlock, and a conflict of two transactions: each was rolled back. */
    private static final Set<String> LOCKED = Set.of("55P03", "40P01", "40001");

    private PostingFailures() {}

    /** Of a request that may have a key. A lock that is not given in time is then likely held by its own first attempt. */
    static Future<PostingResult> of(Throwable failure, Optional<IdempotencyKey> key) {
        if (isTooLong(failure) && key.isPresent()) {
            return Future.succeededFuture(new PostingResult.Declined(PostingResult.Reason.KEY_IN_USE));
        }
        if (failure instanceof Failure.OutcomeUnknown) {
            return Future.failedFuture(new Failure.OutcomeUnknown(
                    key.isPresent()
                            ? "It is not known whether this was done: send it again with the same Idempotency-Key, and it is done once."
                            : "It is not known whether this was done: look at GET /api/transactions before you send it again. "
                                    + "A request with an Idempotency-Key can be sent again at any time."));
        }
        return busyOr(failure);
    }

    /** Of the capture, the void or the expiry of a hold, which is done once however often it is sent. */
    static <T> Future<T> ofHold(Throwable failure) {
        return failure instanceof Failure.OutcomeUnknown
                ? Future.failedFuture(new Failure.OutcomeUnknown(
                        "It is not known whether this was done: send it again, and it is done once."))
                : busyOr(failure);
    }

    private static <T> Future<T> busyOr(Throwable failure) {
        return Future.failedFuture(
                isTooLong(failure)
                        ? new Failure.Unavailable(
                                "This account is very busy, and nothing was done: try again in a moment.")
                        : failure);
    }

    private static boolean isTooLong(Throwable failure) {
        return failure instanceof StatementTimeout
                || (failure instanceof PgException database && LOCKED.contains(database.getSqlState()));
    }
}
