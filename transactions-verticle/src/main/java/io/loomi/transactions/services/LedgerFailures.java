package io.loomi.transactions.services;

import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.HoldResult;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Transaction;
import io.vertx.core.Future;

/** The failures that explain why no money moves, in answers and in the reasons of failed transactions. */
public final class LedgerFailures {
    static final String CUSTOMER_NOT_ACTIVE = "customer-not-active";
    static final String UNKNOWN_RECIPIENT = "unknown-recipient";
    static final String RECIPIENT_NOT_ACTIVE = "recipient-not-active";
    static final String TRANSFER_TO_ONESELF = "transfer-to-oneself";
    static final String INSUFFICIENT_FUNDS = "insufficient-funds";

    private LedgerFailures() {}

    /**
     * The failure for a stored reason.
     *
     * @param reason the problem type; another version of this service may have stored one that is unknown here
     */
    public static Failure of(String reason) {
        return switch (reason) {
            case CUSTOMER_NOT_ACTIVE ->
                new Failure.Forbidden(reason, "This customer is not active and cannot move money.");
            case UNKNOWN_RECIPIENT -> new Failure.Refused(reason, "No customer has this id or e-mail address.");
            case RECIPIENT_NOT_ACTIVE -> new Failure.Refused(reason, "The recipient cannot receive money now.");
            case TRANSFER_TO_ONESELF ->
                new Failure.Refused(reason, "The recipient of a transfer must be another customer.");
            case INSUFFICIENT_FUNDS -> new Failure.Refused(reason, "The available balance is less than the amount.");
            default -> new Failure.Refused(reason, "This transaction has failed.");
        };
    }

    /** Fails if the ledger declined the posting. */
    static Future<PostingResult> requirePosted(PostingResult posting) {
        return posting instanceof PostingResult.Declined(PostingResult.Reason reason)
                ? Future.failedFuture(failure(reason))
                : Future.succeededFuture(posting);
    }

    /** The ended hold; fails if the ledger declined to end it. */
    static Future<Transaction> requireEnded(HoldResult ending) {
        return switch (ending.outcome()) {
            case DONE, REPEATED -> Future.succeededFuture(ending.hold().orElseThrow());
            default -> Future.failedFuture(failure(ending.outcome()));
        };
    }

    private static Failure failure(PostingResult.Reason reason) {
        return switch (reason) {
            case KEY_REUSED ->
                new Failure.Refused(
                        "key-reused", "This Idempotency-Key was used for a different request: use a new one.");
            case KEY_IN_USE ->
                new Failure.Conflict(
                        "key-in-use",
                        "This account was busy for too long, perhaps with an earlier request with this key: try again with the same key.");
            case NOT_FOUND -> notFound();
            case NOT_REVERSIBLE ->
                new Failure.Conflict(
                        "not-reversible",
                        "Only a completed transaction that is not itself a reversal can be reversed.");
            case ALREADY_REVERSED ->
                new Failure.Conflict("already-reversed", "The whole amount has been reversed already.");
            case EXCEEDS_REVERSIBLE ->
                new Failure.Refused("exceeds-reversible", "The amount exceeds what is left to reverse.");
            case CUSTOMER_NOT_ACTIVE -> of(CUSTOMER_NOT_ACTIVE);
            case RECIPIENT_NOT_ACTIVE -> of(RECIPIENT_NOT_ACTIVE);
            case TOO_MANY_DEFERRED ->
                new Failure.Unavailable("Too many of your transactions are deferred: try again in a moment.");
        };
    }

    private static Failure failure(HoldResult.Outcome outcome) {
        return switch (outcome) {
            case NOT_FOUND -> notFound();
            case DEFERRED ->
                new Failure.Conflict(
                        "transaction-deferred", "This transaction is still deferred: try again in a moment.");
            case RESOLVED ->
                new Failure.Conflict(
                        "transaction-resolved",
                        "This transaction is no longer deferred: it can be reversed if it was completed.");
            case NOT_A_HOLD -> new Failure.Conflict("not-a-hold", "This transaction was never a hold.");
            case ENDED -> new Failure.Conflict("hold-ended", "This hold was captured, was voided or has expired.");
            case EXPIRED, NOT_DUE -> new Failure.Conflict("hold-expired", "This hold has expired.");
            case EXCEEDS_HOLD -> new Failure.Refused("exceeds-hold", "The amount exceeds the hold.");
            case RECIPIENT_NOT_ACTIVE -> of(RECIPIENT_NOT_ACTIVE);
            case DONE, REPEATED -> throw new IllegalArgumentException("not declined: " + outcome);
        };
    }

    static Failure notFound() {
        return new Failure.NotFound("There is no such transaction.");
    }
}
