package io.loomi.common.http;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.contract.RequestCheck;
import io.loomi.common.errors.Failure;
import io.loomi.common.middlewares.AccessLog;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One operation of the contract on its way: who calls, in what form, within the contract, and then the controller. */
final class OperationRoute implements Handler<RoutingContext> {

    private static final String BEARER = "bearer";
    private static final String PREFIX = "Bearer ";

    private final String template;
    private final @Nullable List<String> permissions;
    private final TokenVerifier verifier;
    private final RequestCheck check;
    private final Function<ApiRequest, Future<ApiResponse>> controller;

    OperationRoute(
            Operation operation,
            SchemaRepository schemas,
            TokenVerifier verifier,
            Function<ApiRequest, Future<ApiResponse>> controller) {
        this.template = operation.getOpenAPIPath();
        this.permissions = operation.getSecurityRequirements().stream()
                .filter(requirement -> requirement.getNames().contains(BEARER))
                .findFirst()
                .map(requirement -> requirement.getScopes(BEARER))
                .orElse(null);
        this.verifier = verifier;
        this.check = new RequestCheck(operation, schemas);
        this.controller = controller;
    }

    @Override
    public void handle(RoutingContext context) {
        context.put(AccessLog.ROUTE, template);
        authenticate(context.request())
                .map(caller -> requestOf(context, caller.orElse(null)))
                .compose(controller)
                .onComplete(response -> response.send(context), context::fail);
    }

    private Future<Optional<Caller>> authenticate(HttpServerRequest request) {
        if (permissions == null) {
            return Future.succeededFuture(Optional.empty());
        }
        @Nullable String header = request.getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            return Future.failedFuture(
                    new Failure.Unauthenticated("missing-token", "Send an access token: Authorization: Bearer …"));
        }
        return verifier.verify(header.substring(PREFIX.length()).strip()).map(caller -> {
            permissions.forEach(caller::require);
            return Optional.of(caller);
        });
    }

    private ApiRequest requestOf(RoutingContext context, @Nullable Caller caller) {
        requireMediaTypes(context);
        return new ApiRequest(
                context,
                caller,
                check.check(
                        context.request(), context.pathParams(), context.body().buffer()));
    }

    private void requireMediaTypes(RoutingContext context) {
        if (check.takesBody() && context.body().length() > 0 && !MediaTypes.isJson(context.request())) {
            throw new HttpException(415, "Send the body as application/json.");
        }
        if (!MediaTypes.acceptsJson(context.request())) {
            throw new HttpException(406, "The answer is application/json, which Accept does not allow.");
        }
    }
}
