package io.loomi.common.http;

import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Function;

/** Answers the operations of one resource. */
public interface Controller {

    /** What to do for each {@code operationId} of the contract that this controller answers. */
    Map<String, Function<ApiRequest, Future<ApiResponse>>> operations();
}
