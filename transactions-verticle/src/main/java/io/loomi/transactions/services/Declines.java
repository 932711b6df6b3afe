package io.loomi.transactions.services;

import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.HoldResult;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Transaction;
import io.vertx.core.Future;

/** What the ledger declines, as the failure that says why. */
final class Declines {

    private Declines() {}

    static Future<PostingResult> orSucceed(PostingResult posting) {
        return posting instanceof PostingResult.Declined(PostingResult.Reason reason)
                ? Future.failedFuture(failure(reason))
                : Future.succeededFuture(posting);
    }

    static Future<Transaction> orSucceed(HoldResult ending) {
        return switch (ending.outcome()) {
            case DONE, REPEATED -> Future.succeededFuture(ending.hold().orElseThrow());
            default -> Future.failedFuture(failure(ending.outcome()));
        };
    }

    private static Failure failure(PostingResult.Reason reason) {
        return switch (reason) {
            case KEY_REUSED ->
                new Failure.Refused(
                        "key-reused", "This Idempotency-Key has been used for another request: use a new one.");
            case KEY_IN_USE ->
                new Failure.Conflict(
                        "key-in-use",
                        "This account was busy for too long, perhaps with an earlier request of this key: ask again with the same key.");
            case NOT_FOUND -> notFound();
            case NOT_REVERSIBLE ->
                new Failure.Conflict(
                        "not-reversible", "Only a completed transaction that is no reversal itself can be reversed.");
            case ALREADY_REVERSED ->
                new Failure.Conflict("already-reversed", "The whole amount has been reversed already.");
            case EXCEEDS_REVERSIBLE ->
                new Failure.Refused("exceeds-reversible", "The amount is more than what is left to reverse.");
            case TOO_MANY_DEFERRED ->
                new Failure.Unavailable("Many of your transactions are still to be settled: try again in a moment.");
            case CUSTOMER_NOT_ACTIVE -> Refusals.of(Refusals.CUSTOMER_NOT_ACTIVE);
            case RECIPIENT_NOT_ACTIVE -> Refusals.of(Refusals.RECIPIENT_NOT_ACTIVE);
        };
    }

    private static Failure failure(HoldResult.Outcome outcome) {
        return switch (outcome) {
            case NOT_FOUND -> notFound();
            case NOT_SETTLED ->
                new Failure.Conflict("not-settled", "This transaction is not settled yet: try again in a moment.");
            case SETTLED ->
                new Failure.Conflict(
                        "settled", "This transaction has been settled: it can be reversed if it was completed.");
            case NOT_A_HOLD -> new Failure.Conflict("not-a-hold", "This transaction was never a hold.");
            case ENDED -> new Failure.Conflict("hold-ended", "This hold has been captured, voided or ended by itself.");
            case EXPIRED, NOT_DUE -> new Failure.Conflict("hold-expired", "The time of this hold is over.");
            case EXCEEDS_HOLD -> new Failure.Refused("exceeds-hold", "The amount is more than what is held.");
            case RECIPIENT_NOT_ACTIVE -> Refusals.of(Refusals.RECIPIENT_NOT_ACTIVE);
            case DONE, REPEATED -> throw new IllegalArgumentException("not declined: " + outcome);
        };
    }

    private static Failure notFound() {
        return new Failure.NotFound("There is no such transaction.");
    }
}
