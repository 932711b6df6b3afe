package io.loomi.transactions.controllers;

import io.loomi.common.errors.Failure;
import io.loomi.common.http.ApiRequest;
import io.loomi.transactions.entities.IdempotencyKey;
import java.util.Optional;

/**
 * The header {@code Idempotency-Key} of requests that move money.
 *
 * @param required whether a request without one is refused
 */
public record IdempotencyKeys(boolean required) {

    private static final String HEADER = "Idempotency-Key";

    /** @throws Failure.Invalid when the header is malformed, or is required and missing */
    Optional<IdempotencyKey> of(ApiRequest request) {
        Optional<IdempotencyKey> key = request.headerValue(HEADER, IdempotencyKey::of);
        if (required && key.isEmpty()) {
            throw new Failure.Invalid(
                    "header/" + HEADER, "is required: send a new one for each thing that you want done");
        }
        return key;
    }
}
