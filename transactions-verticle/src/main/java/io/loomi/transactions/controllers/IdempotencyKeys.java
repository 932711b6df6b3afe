package io.loomi.transactions.controllers;

import io.loomi.common.errors.Failure;
import io.loomi.common.http.ApiRequest;
import io.loomi.transactions.entities.IdempotencyKey;
import java.util.Optional;

/**
 * Reads the header {@code Idempotency-Key} of requests that move money.
 *
 * @param required whether requests without a key are refused
 */
public record IdempotencyKeys(boolean required) {

    private static final String HEADER = "Idempotency-Key";

    /** @throws Failure.Invalid if the header is malformed, or required and missing */
    Optional<IdempotencyKey> of(ApiRequest request) {
        Optional<IdempotencyKey> key = request.headerValue(HEADER, IdempotencyKey::of);
        if (required && key.isEmpty()) {
            throw new Failure.Invalid("header/" + HEADER, "is required: send a new key for each new operation");
        }
        return key;
    }
}
