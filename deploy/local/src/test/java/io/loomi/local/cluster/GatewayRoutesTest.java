package io.loomi.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.http.CorsOrigins;
import io.loomi.local.Gateway;
import io.vertx.core.Vertx;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The gateway has the routes of Nginx: the paths of the contracts without the internal ones. */
class GatewayRoutesTest {

    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void routesEveryContractPathToItsService() {
        try (Upstream customers = Upstream.answering(VERTX, "customers");
                Upstream transactions = Upstream.answering(VERTX, "transactions")) {
            int port = new Gateway(VERTX, List.of(customers.port()), List.of(transactions.port()), CorsOrigins.NONE)
                    .listen("127.0.0.1", 0)
                    .await()
                    .actualPort();
            WebClient client = WebClient.create(VERTX);

            ContractPaths.services(VERTX).forEach((path, service) -> {
                HttpResponse<?> answer =
                        client.get(port, "127.0.0.1", path).send().await();
                if (service.isEmpty()) {
                    assertThat(answer.statusCode()).as(path).isEqualTo(404);
                } else {
                    assertThat(answer.bodyAsString()).as(path).isEqualTo(service);
                }
            });
            for (String path : List.of(
                    "/api/users/lookup?id=1",
                    "/api/users/lookup/",
                    "/api/users/%6cookup",
                    "/api/accounts/me/closures",
                    "/api/accounts/1/closures/",
                    "/api/accounts/1/%63losures/2")) {
                assertThat(client.get(port, "127.0.0.1", path).send().await().statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }
}
