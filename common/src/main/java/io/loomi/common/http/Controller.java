package io.loomi.common.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Answers the operations of one resource. */
public interface Controller {

    /** What to do for each {@code operationId} of the contract that this controller answers. */
    Map<String, Function<ApiRequest, Future<ApiResponse>>> operations();

    /**
     * For each {@code operationId} by which somebody gets into an account: the account that a body names, in the one form
     * that it has. Such an operation is limited by the account too, whether there is such an account or not.
     */
    default Map<String, Function<JsonObject, Optional<String>>> accounts() {
        return Map.of();
    }
}
