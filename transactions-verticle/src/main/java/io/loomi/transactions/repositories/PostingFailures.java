package io.loomi.transactions.repositories;

import io.loomi.common.database.DatabaseFailures;
import io.loomi.common.database.StatementTimeout;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.IdempotencyKey;
import io.loomi.transactions.entities.PostingResult;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.util.Optional;
import java.util.Set;

/** Turns failures of PostgreSQL into failures that tell the caller what to do. */
final class PostingFailures {

    /** Lock timeout, deadlock and serialization failure. PostgreSQL has rolled the statement back. */
    private static final Set<String> LOCK_CONFLICTS = Set.of("55P03", "40P01", "40001");

    /** The constraint that only a credit of a closed account violates. */
    private static final String CLOSED_IS_EMPTY = "accounts_closed_is_empty";

    private PostingFailures() {}

    /** Whether the request failed because it would have credited a closed account. Nothing was done then. */
    static boolean isAccountClosed(Throwable failure) {
        return DatabaseFailures.violatedConstraint(failure)
                .filter(CLOSED_IS_EMPTY::equals)
                .isPresent();
    }

    /** For a request that credits an account and may have a key. {@code closed} is the reason if that account is closed. */
    static Future<PostingResult> of(Throwable failure, Optional<IdempotencyKey> key, PostingResult.Reason closed) {
        return isAccountClosed(failure) ? Future.succeededFuture(new PostingResult.Declined(closed)) : of(failure, key);
    }

    /**
     * For a request that may have a key. After a lock timeout, an earlier attempt with the same key probably holds the
     * lock.
     */
    static Future<PostingResult> of(Throwable failure, Optional<IdempotencyKey> key) {
        if (isBusy(failure) && key.isPresent()) {
            return Future.succeededFuture(new PostingResult.Declined(PostingResult.Reason.KEY_IN_USE));
        }
        if (failure instanceof Failure.OutcomeUnknown) {
            return Future.failedFuture(new Failure.OutcomeUnknown(
                    key.isPresent()
                            ? "It is not known whether this was done: send it again with the same Idempotency-Key, and it is done once."
                            : "It is not known whether this was done: look at GET /api/transactions before you send it again. "
                                    + "A request with an Idempotency-Key can be sent again at any time."));
        }
        return translateBusy(failure);
    }

    /** For an idempotent request: the capture, the void or the expiry of a hold. */
    static <T> Future<T> ofRepeatable(Throwable failure) {
        return failure instanceof Failure.OutcomeUnknown
                ? Future.failedFuture(new Failure.OutcomeUnknown(
                        "It is not known whether this was done: send it again, and it is done once."))
                : translateBusy(failure);
    }

    private static <T> Future<T> translateBusy(Throwable failure) {
        return Future.failedFuture(
                isBusy(failure)
                        ? new Failure.Unavailable(
                                "This account is very busy, and nothing was done: try again in a moment.")
                        : failure);
    }

    private static boolean isBusy(Throwable failure) {
        return failure instanceof StatementTimeout
                || (failure instanceof PgException database && LOCK_CONFLICTS.contains(database.getSqlState()));
    }
}
