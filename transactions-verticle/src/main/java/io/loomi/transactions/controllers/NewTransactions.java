package io.loomi.transactions.controllers;

import io.loomi.common.errors.Failure;
import io.loomi.common.errors.Violation;
import io.loomi.common.http.ApiRequest;
import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.TransactionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the body of {@code POST /api/transactions}. */
final class NewTransactions {

    private static final String TRANSFER = "transfer";
    private static final String RECIPIENT_ID = "recipientId";
    private static final String RECIPIENT_EMAIL = "recipientEmail";
    private static final String CAPTURE = "capture";

    private NewTransactions() {}

    /** @throws Failure.Invalid if the fields contradict each other, or a key is required and missing */
    static NewTransaction read(ApiRequest request, IdempotencyKeys keys) {
        String type = request.value("type", text -> text);
        requireConsistent(request, type);
        return new NewTransaction(
                request.caller().userId(),
                type.equals(TRANSFER) ? TransactionType.DEBIT : TransactionType.of(type),
                request.decimalValue("amount", Money::requireValid),
                request.optionalValue("description", Description::parseNew),
                recipient(request),
                !request.body().getBoolean(CAPTURE, true),
                keys.of(request));
    }

    private static void requireConsistent(ApiRequest request, String type) {
        List<Violation> violations = new ArrayList<>();
        boolean byId = request.body().containsKey(RECIPIENT_ID);
        boolean byEmail = request.body().containsKey(RECIPIENT_EMAIL);
        if (type.equals(TRANSFER) && byId == byEmail) {
            violations.add(new Violation("#/" + RECIPIENT_ID, "a transfer needs either this or recipientEmail"));
        }
        if (!type.equals(TRANSFER) && byId) {
            violations.add(new Violation("#/" + RECIPIENT_ID, "belongs to a transfer only"));
        }
        if (!type.equals(TRANSFER) && byEmail) {
            violations.add(new Violation("#/" + RECIPIENT_EMAIL, "belongs to a transfer only"));
        }
        if (type.equals(TransactionType.CREDIT.text()) && request.body().containsKey(CAPTURE)) {
            violations.add(new Violation("#/" + CAPTURE, "belongs to a debit or a transfer"));
        }
        if (!violations.isEmpty()) {
            throw new Failure.Invalid(violations);
        }
    }

    private static Optional<Recipient> recipient(ApiRequest request) {
        return request.<Recipient>optionalValue(RECIPIENT_ID, text -> new Recipient.ById(UUID.fromString(text)))
                .or(() -> request.optionalValue(RECIPIENT_EMAIL, Recipient.ByEmail::parseNew));
    }
}
