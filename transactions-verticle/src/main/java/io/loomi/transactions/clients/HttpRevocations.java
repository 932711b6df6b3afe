package io.loomi.transactions.clients;

import io.loomi.common.resilience.ServiceClient;
import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads the feed of revocations, which is complete.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class HttpRevocations implements RevocationSource {

    private static final String PATH = "/api/revocations";
    private static final String PAGE = "1000";

    /** A slower read is abandoned and tried again. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final ServiceClient client;
    private final ServiceToken token;
    private Optional<String> since = Optional.empty();

    public HttpRevocations(ServiceClient client, ServiceToken token) {
        this.client = client;
        this.token = token;
    }

    @Override
    public String name() {
        return "customers";
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public Future<List<Revocation>> read() {
        List<Revocation> found = new ArrayList<>();
        return page(Optional.empty())
                .compose(first -> take(first, Optional.empty(), found)
                        .onSuccess(_ -> since = Optional.of(first.getString("since"))))
                .map(_ -> found);
    }

    private Future<Void> take(JsonObject page, Optional<String> cursor, List<Revocation> found) {
        page.getJsonArray("data").forEach(entry -> found.add(Revocation.of((JsonObject) entry)));
        if (!page.getBoolean("hasMore")) {
            return Future.succeededFuture();
        }
        Optional<String> next = Optional.of(page.getString("nextCursor"));
        return next.equals(cursor)
                ? Future.failedFuture("customers returned the same cursor again")
                : page(next).compose(following -> take(following, next, found));
    }

    private Future<JsonObject> page(Optional<String> cursor) {
        return token.authorize(bearer -> client.withTimeout(
                        request(cursor).bearerTokenAuthentication(bearer).send()))
                .compose(HttpRevocations::body);
    }

    private HttpRequest<Buffer> request(Optional<String> cursor) {
        HttpRequest<Buffer> request =
                client.request(HttpMethod.GET, PATH).timeout(TIMEOUT.toMillis()).addQueryParam("limit", PAGE);
        cursor.ifPresentOrElse(
                text -> request.addQueryParam("cursor", text),
                () -> since.ifPresent(time -> request.addQueryParam("since", time)));
        return request;
    }

    private static Future<JsonObject> body(HttpResponse<Buffer> response) {
        return response.statusCode() == 200
                ? Future.succeededFuture(Objects.requireNonNull(response.bodyAsJsonObject()))
                : Future.failedFuture("status " + response.statusCode());
    }
}
