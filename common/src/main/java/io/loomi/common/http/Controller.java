package io.loomi.common.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Answers the operations of one resource. */
public interface Controller {

    /** The function for each {@code operationId} of the contract that this controller answers. */
    Map<String, Function<ApiRequest, Future<ApiResponse>>> operations();

    /**
     * For each {@code operationId} that gives access to an account: a function that extracts the account from the body,
     * in normal form. The rate limit of such an operation also applies to the account, whether it exists or not.
     */
    default Map<String, Function<JsonObject, Optional<String>>> accounts() {
        return Map.of();
    }
}
