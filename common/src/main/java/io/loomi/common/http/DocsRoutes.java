package io.loomi.common.http;

import io.loomi.common.contract.Contract;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;

/** The contract as a file and as pages to browse; the pages show the contracts of both services where both are reachable. */
final class DocsRoutes {

    /** Vert.x looks into the working directory first: no host has a folder of this name there. */
    private static final String PAGES = "io/loomi/common/docs";

    private static final String CONTRACT_TYPE = "application/yaml";

    /** The pages run the scripts and styles that are served beside them, and nothing else. */
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                    + "connect-src 'self'; frame-ancestors 'none'";

    private DocsRoutes() {}

    static void mount(Router router, String service, Contract contract, AddressLimit limit) {
        router.getWithRegex("/(openapi\\.yaml|docs|docs/.*)").handler(limit);
        router.get("/openapi.yaml").handler(context -> sendContract(context, contract));
        router.get("/docs/" + service + ".yaml").handler(context -> sendContract(context, contract));
        router.getWithRegex("/docs$").handler(DocsRoutes::toPages);
        router.get("/docs/*").handler(DocsRoutes::allowPages).handler(StaticHandler.create(PAGES));
        router.get("/docs/*")
                .handler(StaticHandler.create(FileSystemAccess.RELATIVE, "META-INF/resources/webjars/swagger-ui/5.34.1")
                        .setIndexPage("none"));
    }

    private static void toPages(RoutingContext context) {
        context.response().setStatusCode(308).putHeader("Location", "/docs/").end();
    }

    private static void allowPages(RoutingContext context) {
        context.response().putHeader("Content-Security-Policy", PAGE_POLICY);
        context.next();
    }

    private static void sendContract(RoutingContext context, Contract contract) {
        context.response().putHeader("Content-Type", CONTRACT_TYPE).end(contract.text());
    }
}
