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

/** Asks transactions over HTTP, once, as this service. */
public final class HttpAccounts implements Accounts {

    private static final Logger LOG = LoggerFactory.getLogger(HttpAccounts.class);
    private static final String NOT_EMPTY = "account-not-empty";
    private static final int NO_CONTENT = 204;
    private static final int CONFLICT = 409;

    private final ServiceClient client;
    private final Supplier<String> token;

    /** @param token gives an access token that may close accounts */
    public HttpAccounts(ServiceClient client, Supplier<String> token) {
        this.client = client;
        this.token = token;
    }

    @Override
    public Future<Void> close(UUID userId, UUID closureId) {
        return ask(HttpMethod.PUT, userId, closureId)
                .compose(response ->
                        response.statusCode() == CONFLICT ? refusedBy(response) : requireNoContent(response));
    }

    @Override
    public Future<Void> reopen(UUID userId, UUID closureId) {
        return ask(HttpMethod.DELETE, userId, closureId).compose(HttpAccounts::requireNoContent);
    }

    private Future<HttpResponse<Buffer>> ask(HttpMethod method, UUID userId, UUID closureId) {
        return client.answered(client.request(method, "/api/accounts/%s/closures/%s".formatted(userId, closureId))
                .bearerTokenAuthentication(token.get())
                .send());
    }

    private static Future<Void> requireNoContent(HttpResponse<Buffer> response) {
        return response.statusCode() == NO_CONTENT
                ? Future.succeededFuture()
                : notUnderstood("status " + response.statusCode());
    }

    private static Future<Void> refusedBy(HttpResponse<Buffer> response) {
        try {
            Map<?, ?> problem = (Map<?, ?>) StrictJson.read(Objects.requireNonNull(response.body()));
            return Objects.equals(problem.get("type"), Problem.TYPE_PREFIX + NOT_EMPTY)
                    ? Future.failedFuture(notEmpty(problem))
                    : notUnderstood("another conflict");
        } catch (RuntimeException unreadable) {
            return notUnderstood("unreadable answer");
        }
    }

    private static Failure notEmpty(Map<?, ?> problem) {
        return new Failure.Conflict(
                NOT_EMPTY,
                "There is money in the account, or a transaction is pending: empty it, then ask again.",
                Map.of(
                        "balance", number(problem, "balance"),
                        "held", number(problem, "held"),
                        "pending", number(problem, "pending")));
    }

    private static Number number(Map<?, ?> problem, String name) {
        return (Number) Objects.requireNonNull(problem.get(name));
    }

    /** Fails as if it had not answered: nobody is erased without transactions' own word. */
    private static Future<Void> notUnderstood(String cause) {
        LOG.atWarn().addKeyValue("cause", cause).log("Transactions not understood: check TRANSACTIONS_SERVICE_URL");
        return Future.failedFuture(new Unreachable(cause));
    }
}
