package io.loomi.common.http;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.CuttableProxy;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.EmptyBuckets;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rate limits by customer and by address. */
@Slow
class RateLimitTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TokenForge FORGE = TokenForge.create();
    private static final String REDIS = Backend.shared().redisUrl();
    private static final CuttableProxy PROXY = CuttableProxy.to(REDIS);

    private static final EchoService SERVICE = new EchoService(FORGE);

    private static ServiceBench bench;

    @BeforeAll
    static void start() {
        bench = ServiceBench.start(
                SERVICE,
                Map.of(
                        "DATABASE_URL",
                        Backend.shared().createDatabase("limited"),
                        "RATE_LIMIT",
                        "on",
                        "REDIS_URL",
                        PROXY.in(REDIS)));
    }

    @AfterAll
    static void stop() {
        bench.close();
        PROXY.close();
        VERTX.close().await();
    }

    @Test
    void reportsWhatIsLeft() {
        String token = FORGE.token(UUID.randomUUID(), "read:secret");

        Answer first = secret(token);

        assertThat(first)
                .hasStatus(200)
                .hasHeader("RateLimit-Policy", "\"user\";q=600;w=60")
                .hasHeader("RateLimit", "\"user\";r=599;t=2");
    }

    @Test
    void limitsServicesByTheirOwnPolicy() {
        String token = FORGE.token(UUID.randomUUID(), "read:secret", "read:users");

        assertThat(secret(token)).hasHeader("RateLimit-Policy", "\"service\";q=60000;w=60");
    }

    @Test
    void limitsACustomerAcrossAddresses() {
        UUID id = UUID.randomUUID();
        EmptyBuckets.of(VERTX, "echo", "user", id.toString());

        Answer refused = EmptyBuckets.refusalOf(() -> secret(FORGE.token(id, "read:secret")));

        assertThat(refused).isProblem(429, "rate-limited");
        Assertions.assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(refused).hasHeader("RateLimit", "\"user\";r=0;t=" + refused.header("Retry-After"));
        assertThat(secret(FORGE.token(UUID.randomUUID(), "read:secret"))).hasStatus(200);
    }

    @Test
    void limitsAnonymousCallersByAddress() {
        EmptyBuckets.of(VERTX, "echo", "address", "198.51.100.1");

        assertThat(EmptyBuckets.refusalOf(() -> address("198.51.100.1", "/api/secret/7")))
                .isProblem(429, "rate-limited");
        assertThat(address("198.51.100.2", "/api/secret/7")).isProblem(401, "missing-token");
        assertThat(EmptyBuckets.refusalOf(() -> address("198.51.100.1", "/api/fail/none")))
                .isProblem(429, "rate-limited");
    }

    @Test
    void checksNoSignatureForAnAddressWithoutTokens() {
        String address = "198.51.100.7";
        String known = FORGE.token(UUID.randomUUID(), "read:secret");
        assertThat(secret(address, known)).hasStatus(200);
        EmptyBuckets.of(VERTX, "echo", "address", address);
        EmptyBuckets.refusalOf(() -> secret(address, forged()));

        int before = SERVICE.verified();
        for (int i = 0; i < 20; i++) {
            assertThat(secret(address, forged())).isProblem(429, "rate-limited");
        }
        Assertions.assertThat(SERVICE.verified()).isEqualTo(before);

        assertThat(secret(address, known))
                .as("a caller with a cached token is still admitted")
                .hasStatus(200);
        assertThat(secret("198.51.100.8", forged())).isProblem(401, "invalid-token");
    }

    /** A token that claims to be signed with the service's key. */
    private static String forged() {
        return TokenForge.create().signed(FORGE.header(), FORGE.claims(UUID.randomUUID(), "read:secret"));
    }

    private static Answer secret(String address, String token) {
        return bench.api()
                .get("/api/secret/" + UUID.randomUUID())
                .header("X-Forwarded-For", address)
                .as(token)
                .send();
    }

    @Test
    void limitsIPv6AddressesByNetwork() {
        EmptyBuckets.of(VERTX, "echo", "address", "20010db800010002");

        assertThat(EmptyBuckets.refusalOf(() -> address("2001:db8:1:2:aaaa::1", "/api/fail/none")))
                .isProblem(429, "rate-limited");
        assertThat(EmptyBuckets.refusalOf(() -> address("2001:db8:1:2:bbbb::2", "/api/fail/none")))
                .isProblem(429, "rate-limited");
        assertThat(address("2001:db8:1:3::1", "/api/fail/none")).isProblem(404, "not-found");
    }

    @Test
    void countsInvalidRequests() {
        Answer answer = echo("198.51.100.3", "not JSON");

        assertThat(answer)
                .hasStatus(400)
                .hasHeader("RateLimit-Policy", "\"register\";q=30;w=600")
                .hasHeader("RateLimit", "\"register\";r=29;t=20");
    }

    @Test
    void limitsLocallyWhileRedisIsDown() {
        PROXY.cut();
        try {
            Assertions.assertThat(IntStream.range(0, 30)
                            .map(_ -> echo("198.51.100.4", "{}").status()))
                    .containsOnly(400);
            assertThat(echo("198.51.100.4", "{}")).isProblem(429, "rate-limited");
        } finally {
            PROXY.restore();
        }
        Awaitility.await().until(() -> echo("198.51.100.4", "{}").status() == 400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /openapi.yaml, 200",
        "GET, /docs, 308",
        "GET, /docs/, 200",
        "GET, /docs/nothing, 404",
        "GET, /nothing, 404",
        "GET, /api/secret, 404",
        "DELETE, /api/echo, 405",
        "POST, /health, 405",
        "GET, /loggers, 401"
    })
    void countsRequestsOutsideTheContractByAddress(String method, String path, int status) {
        Answer answer = from("198.51.100.5", method, path);

        assertThat(answer).hasStatus(status).hasHeader("RateLimit-Policy", "\"address\";q=600;w=60");
        Assertions.assertThat(answer.header("RateLimit")).startsWith("\"address\";r=5");
    }

    @Test
    void countsABodyThatIsTooLarge() {
        assertThat(echo("198.51.100.6", "x".repeat(70_000)))
                .isProblem(413, "body-too-large")
                .hasHeader("RateLimit-Policy", "\"address\";q=600;w=60");
    }

    @Test
    void limitsScansOfPaths() {
        EmptyBuckets.of(VERTX, "echo", "address", "198.51.100.9");

        for (String path : List.of("/nothing", "/docs/", "/openapi.yaml")) {
            Answer refused = EmptyBuckets.refusalOf(() -> from("198.51.100.9", "GET", path));
            assertThat(refused).isProblem(429, "rate-limited");
        }
        assertThat(EmptyBuckets.refusalOf(() -> echo("198.51.100.9", "x".repeat(70_000))))
                .isProblem(429, "rate-limited");
        assertThat(from("198.51.100.10", "GET", "/nothing")).isProblem(404, "not-found");
    }

    /** The clients of these routes are on the internal network, and need answers most under load. */
    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "/health/ready", "/health", "/metrics"})
    void doesNotLimitHealthAndMetrics(String path) {
        EmptyBuckets.of(VERTX, "echo", "address", "198.51.100.11");
        Answer answer = from("198.51.100.11", "GET", path);

        assertThat(answer).hasStatus(200);
        Assertions.assertThat(answer.headers().map()).doesNotContainKeys("ratelimit", "ratelimit-policy");
    }

    private static Answer from(String address, String method, String path) {
        return bench.api().call(method, path).header("X-Forwarded-For", address).send();
    }

    private static Answer echo(String address, String body) {
        return bench.api().post("/api/echo").header("X-Forwarded-For", address).json(body);
    }

    private static Answer address(String address, String path) {
        return bench.api().get(path).header("X-Forwarded-For", address).send();
    }

    private static Answer secret(String token) {
        return bench.api().get("/api/secret/" + UUID.randomUUID()).as(token).send();
    }
}
