package io.loomi.transactions.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.auth.ServiceCredentials;
import io.loomi.common.resilience.ServiceClient;
import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The feed is read page by page. */
class HttpRevocationsTest {

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile IntFunction<String> cursors = _ -> "end";
    private final HttpServer customers = vertx.createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .await();
    private final ServiceClient client =
            ServiceClient.to(vertx, URI.create("http://127.0.0.1:" + customers.actualPort()));
    private final HttpRevocations source = new HttpRevocations(
            client, new ServiceToken(client, new ServiceCredentials("transactions", "a secret"), Clock.systemUTC()));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void readsEachPageOnce() {
        cursors = page -> page < 3 ? "page " + page : "end";

        assertThat(read().await()).isEmpty();
        assertThat(asked).hasValue(3);
    }

    @Test
    void failsIfACursorRepeats() {
        cursors = _ -> "the same";

        assertThatThrownBy(() -> read().await(5, TimeUnit.SECONDS)).hasMessageContaining("the same cursor");
        assertThat(asked).hasValue(2);
    }

    private Future<List<Revocation>> read() {
        return Future.future(found -> vertx.runOnContext(_ -> source.read().onComplete(found)));
    }

    private void answer(HttpServerRequest request) {
        if (request.path().endsWith("/token")) {
            request.response().end("{\"accessToken\": \"good\", \"expiresIn\": 900}");
            return;
        }
        String next = cursors.apply(asked.incrementAndGet());
        JsonObject page = new JsonObject()
                .put("data", new JsonArray())
                .put("since", "2026-01-01T00:00:00Z")
                .put("hasMore", !next.equals("end"))
                .put("nextCursor", next);
        request.response().end(page.encode());
    }
}
