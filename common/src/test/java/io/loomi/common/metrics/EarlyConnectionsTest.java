package io.loomi.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EarlyConnectionsTest {

    @Test
    void areAnsweredAndCounted() throws Exception {
        Metrics metrics = new Metrics("early");
        Vertx vertx = metrics.measure(Vertx.builder(), new VertxOptions()).build();
        try {
            int port = vertx.createHttpServer()
                    .connectionHandler(connection -> {
                        removeMetric(connection);
                        EarlyConnections.count(connection);
                    })
                    .requestHandler(request -> request.response().end())
                    .listen(0, "127.0.0.1")
                    .await()
                    .actualPort();

            HttpClientResponse answer = vertx.createHttpClient()
                    .request(HttpMethod.GET, port, "127.0.0.1", "/")
                    .compose(request -> request.send())
                    .await(5, TimeUnit.SECONDS);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(metrics.scrape(Metrics.TEXT)).contains("vertx_http_server_active_connections");
        } finally {
            vertx.close().await();
        }
    }

    private static void removeMetric(HttpConnection connection) {
        ((ConnectionBase) connection).metric(null);
    }
}
