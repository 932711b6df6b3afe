package io.loomi.local.cluster;

import io.loomi.common.contract.Contract;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The paths of both contracts, with something in the places of their parameters. */
final class ContractPaths {

    /** What only services ask of one another. */
    private static final Set<String> INTERNAL = Set.of("/api/revocations", "/api/erasures");

    private ContractPaths() {}

    /** The service that answers for each path that is reached from outside, and nothing for the others. */
    static Map<String, String> services(Vertx vertx) {
        Map<String, String> services = new LinkedHashMap<>();
        for (String service : Set.of("customers", "transactions")) {
            Contract.parse(vertx.fileSystem().readFileBlocking(service + "/openapi.yaml"))
                    .getJsonObject("paths")
                    .fieldNames()
                    .forEach(path ->
                            services.put(path.replaceAll("\\{[^}]+}", "1"), INTERNAL.contains(path) ? "" : service));
        }
        return services;
    }
}
