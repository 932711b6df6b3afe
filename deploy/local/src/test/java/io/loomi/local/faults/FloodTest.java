package io.loomi.local.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.FaultyProxy;
import io.loomi.common.testing.Slow;
import io.loomi.local.GatewayClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Too many clients call one transactions process with its usual small heap. */
@Slow
class FloodTest {

    private static final int SLOW_CLIENT_COUNT = 2_000;
    private static final int CONCURRENT_CLIENTS = 2_500;

    private static final String HEAD = "GET /api/accounts/me HTTP/1.1\r\nHost: loomi\r\nX-Slow: ";
    private static final String BODY =
            "POST /api/transactions HTTP/1.1\r\nHost: loomi\r\nContent-Length: 60000\r\n\r\n{";
    private static final String CREDIT = "{\"type\": \"credit\", \"amount\": 1.00}";

    @TempDir
    private static Path folder;

    private static final Vertx VERTX = Vertx.vertx();
    private static final NetClient SLOW_CLIENTS = VERTX.createNetClient();
    private static final FaultyProxy NETWORK = FaultyProxy.open();
    private static KillableInstance customers;
    private static KillableInstance transactions;
    private static String token;

    @BeforeAll
    static void open() {
        Map<String, String> ofCustomers = settings("customers");
        ofCustomers.put("TRANSACTIONS_SERVICE_URL", "http://127.0.0.1:1"); // never called: no customer leaves
        customers = KillableInstance.start("customers", ofCustomers, folder);
        customers.awaitReady();
        Map<String, String> settings = settings("transactions");
        URI database = URI.create(settings.get("DATABASE_URL"));
        settings.put("DATABASE_URL", proxied(database));
        settings.put("CUSTOMERS_SERVICE_URL", "http://127.0.0.1:" + customers.port());
        transactions = KillableInstance.start("transactions", settings, folder);
        transactions.awaitReady();
        GatewayClient client = new GatewayClient(customers.port());
        client.register("ana@loomi.test");
        token = client.signIn("ana@loomi.test");
        assertThat(credit().status()).isEqualTo(201);
    }

    private static Map<String, String> settings(String service) {
        return new HashMap<>(Map.of(
                "DATABASE_URL",
                Backend.shared().createDatabase(service + "_" + Long.toHexString(System.nanoTime())),
                "REDIS_URL",
                Backend.shared().redisUrl(),
                "DATA_FOLDER",
                folder.toString(),
                "RATE_LIMIT",
                "off"));
    }

    private static String proxied(URI database) {
        int port = NETWORK.before(database).getPort();
        return database.toString().replace(":" + database.getPort(), ":" + port);
    }

    @AfterAll
    static void close() {
        transactions.close();
        customers.close();
        NETWORK.close();
        VERTX.close().await();
    }

    /** Credits the account over a new connection. */
    private static Answer credit() {
        return new ContractClient("transactions", URI.create("http://127.0.0.1:" + transactions.port()))
                .post("/api/transactions")
                .as(token)
                .json(CREDIT);
    }

    @Test
    void servesOthersAndClosesTwoThousandSlowClients() {
        AtomicInteger open = new AtomicInteger();
        IntStream.range(0, SLOW_CLIENT_COUNT).forEach(number -> sendSlowly(number % 2 == 0 ? HEAD : BODY, open));
        assertThat(open).hasPositiveValue();

        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> {
            assertThat(credit().status()).isEqualTo(201);
            return open.get() == 0;
        });
    }

    /** Begins a request, then sends one byte each second. */
    private static void sendSlowly(String beginning, AtomicInteger open) {
        NetSocket socket =
                SLOW_CLIENTS.connect(transactions.port(), "127.0.0.1").await();
        open.incrementAndGet();
        socket.write(beginning);
        long timer = VERTX.setPeriodic(1_000, _ -> socket.write(" "));
        socket.exceptionHandler(_ -> {}); // a write after the close
        socket.closeHandler(_ -> {
            VERTX.cancelTimer(timer);
            open.decrementAndGet();
        });
    }

    @Test
    void shedsLoadBeforeItsHeapIsFullAndRecovers() {
        WebClient client = WebClient.wrap(
                VERTX.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(CONCURRENT_CLIENTS)));
        Buffer large = Buffer.buffer(" ".repeat(8_000) + CREDIT);
        NETWORK.suffer(new FaultyProxy.Fault.BlackHole());

        List<Future<HttpResponse<Buffer>>> answers = Stream.generate(
                        () -> client.post(transactions.port(), "127.0.0.1", "/api/transactions")
                                .bearerTokenAuthentication(token)
                                .putHeader("Content-Type", "application/json")
                                .sendBuffer(large))
                .limit(CONCURRENT_CLIENTS)
                .toList();

        assertThat(answers).allSatisfy(sent -> {
            HttpResponse<Buffer> answer = sent.await();
            // 504: the commit was sent into the black hole, and its outcome is unknown
            assertThat(answer.statusCode()).as(answer.bodyAsString()).isIn(503, 504);
            assertThat(answer.getHeader("Retry-After")).isEqualTo(answer.statusCode() == 503 ? "1" : null);
        });
        assertThat(answers.stream().filter(FloodTest::isShed)).isNotEmpty();
        NETWORK.recover();
        // the pool's connections are dead but not closed
        Awaitility.await().atMost(Duration.ofSeconds(15)).until(() -> credit().status() == 201);
    }

    private static boolean isShed(Future<HttpResponse<Buffer>> sent) {
        return sent.result().bodyAsString().contains("Too many requests are in progress");
    }
}
