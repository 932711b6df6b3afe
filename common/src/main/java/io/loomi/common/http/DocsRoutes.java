package io.loomi.common.http;

import io.loomi.common.contract.Contract;
import io.loomi.common.middlewares.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.MimeMapping;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import org.jspecify.annotations.Nullable;

/**
 * Serves the contract as a file, and pages to browse it. The pages show the contracts of both services if both are
 * reachable.
 */
final class DocsRoutes {

    /** Vert.x looks in the working directory first, but no host has this folder there. */
    private static final String PAGES = "io/loomi/common/docs";

    private static final String CONTRACT_TYPE = "application/yaml";

    /** The pages run only the scripts and styles that are served with them. */
    private static final String PAGE_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                    + "connect-src 'self'; frame-ancestors 'none'";

    private DocsRoutes() {}

    static void mount(Router router, String service, Contract contract, AddressRateLimit limit) {
        router.routeWithRegex("/(openapi\\.yaml|docs|docs/.*)")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(limit);
        OperatorRoutes.read(router, "/openapi.yaml").handler(context -> sendContract(context, contract));
        OperatorRoutes.read(router, "/docs/" + service + ".yaml").handler(context -> sendContract(context, contract));
        router.getWithRegex("/docs$").method(HttpMethod.HEAD).handler(DocsRoutes::redirectToPages);
        OperatorRoutes.read(router, "/docs/*")
                .handler(DocsRoutes::setPageHeaders)
                .handler(StaticHandler.create(PAGES));
        OperatorRoutes.read(router, "/docs/*")
                .handler(StaticHandler.create(FileSystemAccess.RELATIVE, "META-INF/resources/webjars/swagger-ui/5.34.1")
                        .setIndexPage("none"));
    }

    private static void redirectToPages(RoutingContext context) {
        context.response().setStatusCode(308).putHeader("Location", "/docs/");
        Reply.end(context.request(), Buffer.buffer());
    }

    private static void setPageHeaders(RoutingContext context) {
        context.response().putHeader("Content-Security-Policy", PAGE_POLICY);
        if (Reply.isHeadOnly(context.request())) {
            context.response().putHeader("Content-Type", typeOf(context.normalizedPath()));
        }
        context.next();
    }

    /** The type that Vert.x sends for GET, but not for HEAD. */
    private static String typeOf(String path) {
        @Nullable String type = MimeMapping.mimeTypeForFilename(path.endsWith("/") ? "index.html" : path);
        return type == null ? "application/octet-stream" : type.startsWith("text") ? type + ";charset=UTF-8" : type;
    }

    private static void sendContract(RoutingContext context, Contract contract) {
        context.response().putHeader("Content-Type", CONTRACT_TYPE);
        Reply.end(context.request(), contract.text());
    }
}
