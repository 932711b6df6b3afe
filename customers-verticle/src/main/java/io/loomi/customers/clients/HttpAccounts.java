package io.loomi.customers.clients;

import io.loomi.common.errors.Failure;
import io.loomi.common.errors.Problem;
import io.loomi.common.parsing.StrictJson;
import io.loomi.common.resilience.ServiceClient;
import io.loomi.common.resilience.Unreachable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls transactions over HTTP with a token of this service, without retries. */
public final class HttpAccounts implements Accounts {

    private static final Logger LOG = LoggerFactory.getLogger(HttpAccounts.class);
    private static final String NOT_EMPTY = "account-not-empty";
    private static final int NO_CONTENT = 204;
    private static final int CONFLICT = 409;

    private final ServiceClient client;
    private final Supplier<String> token;

    /** @param token supplies an access token that may close accounts */
    public HttpAccounts(ServiceClient client, Supplier<String> token) {
        this.client = client;
        this.token = token;
    }

    @Override
    public Future<Void> close(UUID userId, UUID closureId) {
        return send(HttpMethod.PUT, userId, closureId)
                .compose(
                        response -> response.statusCode() == CONFLICT ? refusal(response) : requireNoContent(response));
    }

    @Override
    public Future<Void> reopen(UUID userId, UUID closureId) {
        return send(HttpMethod.DELETE, userId, closureId).compose(HttpAccounts::requireNoContent);
    }

    private Future<HttpResponse<Buffer>> send(HttpMethod method, UUID userId, UUID closureId) {
        return client.requireAnswer(client.request(method, "/api/accounts/%s/closures/%s".formatted(userId, closureId))
                .bearerTokenAuthentication(token.get())
                .send());
    }

    private static Future<Void> requireNoContent(HttpResponse<Buffer> response) {
        return response.statusCode() == NO_CONTENT
                ? Future.succeededFuture()
                : unexpected("status " + response.statusCode());
    }

    private static Future<Void> refusal(HttpResponse<Buffer> response) {
        try {
            Map<?, ?> problem = (Map<?, ?>) StrictJson.read(Objects.requireNonNull(response.body()));
            return Objects.equals(problem.get("type"), Problem.TYPE_PREFIX + NOT_EMPTY)
                    ? Future.failedFuture(notEmpty(problem))
                    : unexpected("another conflict");
        } catch (RuntimeException unreadable) {
            return unexpected("unreadable answer");
        }
    }

    private static Failure notEmpty(Map<?, ?> problem) {
        return new Failure.Conflict(
                NOT_EMPTY,
                "The account has money or a pending transaction: empty it, then try again.",
                Map.of(
                        "balance", number(problem, "balance"),
                        "held", number(problem, "held"),
                        "pending", number(problem, "pending")));
    }

    private static Number number(Map<?, ?> problem, String name) {
        return (Number) Objects.requireNonNull(problem.get(name));
    }

    /** Fails as if there were no answer: a customer is erased only after transactions has confirmed the closure. */
    private static Future<Void> unexpected(String cause) {
        LOG.atWarn()
                .addKeyValue("cause", cause)
                .log("Unexpected answer from transactions: check TRANSACTIONS_SERVICE_URL");
        return Future.failedFuture(new Unreachable(cause));
    }
}
