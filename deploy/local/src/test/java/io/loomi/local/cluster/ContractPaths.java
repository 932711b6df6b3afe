package io.loomi.local.cluster;

import io.loomi.common.contract.Contract;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The paths of both contracts, with values for their parameters. */
final class ContractPaths {

    /** Marks operations that only services call. */
    private static final String INTERNAL = "x-internal";

    private ContractPaths() {}

    /** Maps each path to its service, or to an empty string if it is not reachable from outside. */
    static Map<String, String> services(Vertx vertx) {
        Map<String, String> services = new LinkedHashMap<>();
        for (String service : Set.of("customers", "transactions")) {
            JsonObject paths = Contract.parse(vertx.fileSystem().readFileBlocking(service + "/openapi.yaml"))
                    .getJsonObject("paths");
            paths.fieldNames()
                    .forEach(path -> services.put(
                            path.replaceAll("\\{[^}]+}", "1"), isInternal(paths.getJsonObject(path)) ? "" : service));
        }
        return services;
    }

    private static boolean isInternal(JsonObject path) {
        return path.stream()
                .anyMatch(operation ->
                        operation.getValue() instanceof JsonObject details && details.getBoolean(INTERNAL, false));
    }
}
