package io.loomi.common.contract;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.openapi.contract.OpenAPIContract;

/**
 * A service's OpenAPI contract: as text, to be served, and as a model, to be obeyed. The model's schemas change as they
 * are used, so each event loop loads its own.
 */
public record Contract(Buffer text, OpenAPIContract model) {

    private static final String RESOURCE = "/openapi.yaml";

    /** @param service the name of the service, which is the folder of its contract on the class path */
    public static Future<Contract> load(Vertx vertx, String service) {
        String resource = service + RESOURCE;
        return vertx.fileSystem()
                .readFile(resource)
                .compose(text -> OpenAPIContract.from(vertx, resource).map(model -> new Contract(text, model)));
    }
}
