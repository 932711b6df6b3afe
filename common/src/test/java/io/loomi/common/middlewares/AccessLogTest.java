package io.loomi.common.middlewares;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.loomi.common.network.TrustedProxies;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.Router;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is logged for a request. */
@Slow
class AccessLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(AccessLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void captureLog() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(lines);
    }

    @AfterEach
    void close() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        vertx.close().await();
    }

    @Test
    void logsTheClientAddressThatATrustedProxyReports() {
        try (ServiceBench bench = start("trusted", Map.of("TRUSTED_PROXIES", "127.0.0.0/8"))) {
            bench.api()
                    .get("/api/fail/none")
                    .header("X-Forwarded-For", "6.6.6.6")
                    .header("X-Forwarded-For", "198.51.100.1, 127.0.0.2")
                    .send();

            assertThat(logged())
                    .containsEntry("clientAddress", "198.51.100.1")
                    .containsEntry("route", "/api/fail/{how}")
                    .containsEntry("status", 404);
        }
    }

    @Test
    void ignoresForwardingHeadersOfOtherClients() {
        try (ServiceBench bench = start("untrusted", Map.of("LOOMI_ENV", "production"))) {
            bench.api()
                    .get("/api/fail/none")
                    .header("X-Forwarded-For", "198.51.100.1")
                    .header("Forwarded", "for=198.51.100.1")
                    .header("X-Real-IP", "198.51.100.1")
                    .send();

            assertThat(logged()).containsEntry("clientAddress", "127.0.0.1");
        }
    }

    /** By the log's clock, all requests arrive within one second. */
    @Test
    void samplesLoadAndOutagesButLogsAllInternalErrors() {
        Router router = Router.router(vertx);
        router.route()
                .handler(new ClientAddressResolver(new TrustedProxies(List.of())))
                .handler(new AccessLog(() -> 7_000_000_000L))
                .handler(context -> context.response()
                        .setStatusCode(Integer.parseInt(context.request().path().substring(1)))
                        .end());
        int port = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0)
                .await()
                .actualPort();
        HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(1));

        IntStream.range(0, 350).forEach(number -> {
            send(client, port, "/200");
            if (number % 10 == 0) {
                send(client, port, "/500");
            }
        });

        IntStream.range(0, 200).forEach(_ -> send(client, port, "/503"));

        assertThat(logged(200)).isEqualTo(102);
        assertThat(logged(503)).isEqualTo(101);
        assertThat(logged(500)).isEqualTo(35);
    }

    private static void send(HttpClient client, int port, String path) {
        client.request(HttpMethod.GET, port, "127.0.0.1", path)
                .compose(request -> request.send().compose(HttpClientResponse::end))
                .await();
    }

    private long logged(int status) {
        return List.copyOf(lines.list).stream()
                .flatMap(line -> line.getKeyValuePairs().stream())
                .filter(pair -> pair.key.equals("status") && pair.value.equals(status))
                .count();
    }

    @Test
    void logsOnlyFailuresOfOperationsThatServicesCallAllTheTime() {
        TokenForge forge = TokenForge.create();
        try (ServiceBench bench = ServiceBench.start(
                new EchoService(forge), Map.of("DATABASE_URL", Backend.shared().createDatabase("access_quiet")))) {
            String token = forge.token(UUID.randomUUID(), "admin:shared");
            assertThat(bench.api().get("/api/shared").as(token).send().status()).isEqualTo(200);
            assertThat(bench.api().get("/api/shared").send().status()).isEqualTo(401);

            assertThat(logged()).containsEntry("route", "/api/shared").containsEntry("status", 401);
        }
    }

    private ServiceBench start(String database, Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("DATABASE_URL", Backend.shared().createDatabase("access_" + database));
        return ServiceBench.start(new EchoService(TokenForge.create()), settings);
    }

    private Map<String, Object> logged() {
        Awaitility.await().until(() -> !lines.list.isEmpty());
        Map<String, Object> values = new HashMap<>();
        List.copyOf(lines.list).getFirst().getKeyValuePairs().forEach(pair -> values.put(pair.key, pair.value));
        return values;
    }
}
