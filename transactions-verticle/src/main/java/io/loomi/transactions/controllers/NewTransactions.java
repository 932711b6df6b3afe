package io.loomi.transactions.controllers;

import io.loomi.common.errors.Failure;
import io.loomi.common.http.ApiRequest;
import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.IdempotencyKey;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.TransactionType;
import java.util.Optional;

/** Reads the body of {@code POST /api/transactions}. */
final class NewTransactions {

    private static final String CAPTURE = "capture";

    private NewTransactions() {}

    /** @throws Failure.Invalid when the fields do not go together */
    static NewTransaction read(ApiRequest request) {
        TransactionType type = request.value("type", TransactionType::of);
        if (type == TransactionType.CREDIT && request.body().containsKey(CAPTURE)) {
            throw new Failure.Invalid("#/" + CAPTURE, "belongs to a debit");
        }
        return new NewTransaction(
                request.caller().userId(),
                type,
                request.decimalValue("amount", Money::new),
                request.optionalValue("description", Description::new),
                Optional.empty(),
                !request.body().getBoolean(CAPTURE, true),
                request.headerValue(PostingAnswers.KEY, IdempotencyKey::of));
    }
}
