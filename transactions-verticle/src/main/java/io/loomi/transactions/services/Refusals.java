package io.loomi.transactions.services;

import io.loomi.common.errors.Failure;

/**
 * Why money does not move, as the failure that says so: in the same words whether it is found out at once, at the settlement,
 * or read from the record.
 */
public final class Refusals {

    static final String CUSTOMER_NOT_ACTIVE = "customer-not-active";
    static final String UNKNOWN_RECIPIENT = "unknown-recipient";
    static final String RECIPIENT_NOT_ACTIVE = "recipient-not-active";
    static final String TRANSFER_TO_ONESELF = "transfer-to-oneself";
    static final String INSUFFICIENT_FUNDS = "insufficient-funds";

    private Refusals() {}

    /** @param reason the type of the problem, as a failed transaction has it; one that is not known here may be another version's */
    public static Failure of(String reason) {
        return switch (reason) {
            case CUSTOMER_NOT_ACTIVE ->
                new Failure.Forbidden(reason, "This person is not active and cannot move money.");
            case UNKNOWN_RECIPIENT ->
                new Failure.Refused(reason, "Nobody of that id or e-mail address has an account here.");
            case RECIPIENT_NOT_ACTIVE -> new Failure.Refused(reason, "The recipient cannot receive money now.");
            case TRANSFER_TO_ONESELF -> new Failure.Refused(reason, "A transfer goes to somebody else.");
            case INSUFFICIENT_FUNDS -> new Failure.Refused(reason, "The available balance is less than the amount.");
            default -> new Failure.Refused(reason, "This transaction has failed.");
        };
    }
}
