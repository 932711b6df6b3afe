package io.loomi.transactions.clients;

import io.loomi.common.resilience.ServiceClient;
import io.loomi.transactions.entities.Erasure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Reads erasures from customers over HTTP, as the service. */
public final class HttpErasures implements Erasures {

    private static final String PATH = "/api/erasures";

    private final ServiceClient client;
    private final ServiceToken token;

    public HttpErasures(ServiceClient client, ServiceToken token) {
        this.client = client;
        this.token = token;
    }

    @Override
    public Future<Part> after(long position) {
        return token.authorize(bearer -> client.withTimeout(client.request(HttpMethod.GET, PATH)
                        .addQueryParam("after", String.valueOf(position))
                        .bearerTokenAuthentication(bearer)
                        .send()))
                .map(HttpErasures::read);
    }

    private static Part read(HttpResponse<Buffer> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("customers answered with status " + response.statusCode());
        }
        JsonObject body = Objects.requireNonNull(response.bodyAsJsonObject());
        List<Erasure> erasures = body.getJsonArray("data").stream()
                .map(item -> erasure((JsonObject) item))
                .toList();
        return new Part(erasures, body.getBoolean("hasMore"));
    }

    private static Erasure erasure(JsonObject item) {
        return new Erasure(
                item.getLong("position"),
                UUID.fromString(item.getString("userId")),
                Instant.parse(item.getString("erasedAt")));
    }
}
