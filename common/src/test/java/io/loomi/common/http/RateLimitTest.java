package io.loomi.common.http;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.CuttableProxy;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.EmptyBuckets;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who asks too often is told so. */
class RateLimitTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TokenForge FORGE = TokenForge.create();
    private static final String REDIS = Backend.shared().redisUrl();
    private static final CuttableProxy PROXY = CuttableProxy.to(REDIS);

    private static ServiceBench bench;

    @BeforeAll
    static void start() {
        bench = ServiceBench.start(
                new EchoService(FORGE),
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
    void tellsAPersonWhatIsLeft() {
        String token = FORGE.token(UUID.randomUUID(), "read:secret");

        Answer first = secret(token);

        assertThat(first)
                .hasStatus(200)
                .hasHeader("RateLimit-Policy", "\"user\";q=600;w=60")
                .hasHeader("RateLimit", "\"user\";r=599;t=2");
    }

    @Test
    void tellsAServiceOfItsOwnLimit() {
        String token = FORGE.token(UUID.randomUUID(), "read:secret", "read:users");

        assertThat(secret(token)).hasHeader("RateLimit-Policy", "\"service\";q=60000;w=60");
    }

    @Test
    void refusesAPersonWhereverTheyAskFrom() {
        UUID id = UUID.randomUUID();
        EmptyBuckets.of(VERTX, "echo", "user", id.toString());

        Answer refused = EmptyBuckets.refusalOf(() -> secret(FORGE.token(id, "read:secret")));

        assertThat(refused).isProblem(429, "rate-limited");
        Assertions.assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(refused).hasHeader("RateLimit", "\"user\";r=0;t=" + refused.header("Retry-After"));
        assertThat(secret(FORGE.token(UUID.randomUUID(), "read:secret"))).hasStatus(200);
    }

    @Test
    void limitsStrangersByTheirAddressWhateverTheySend() {
        EmptyBuckets.of(VERTX, "echo", "address", "198.51.100.1");

        assertThat(EmptyBuckets.refusalOf(() -> address("198.51.100.1", "/api/secret/7")))
                .isProblem(429, "rate-limited");
        assertThat(address("198.51.100.2", "/api/secret/7")).isProblem(401, "missing-token");
        assertThat(EmptyBuckets.refusalOf(() -> address("198.51.100.1", "/api/fail/none")))
                .isProblem(429, "rate-limited");
    }

    @Test
    void takesTheNetworkOfAnAddressInIPv6ForItsOwner() {
        EmptyBuckets.of(VERTX, "echo", "address", "20010db800010002");

        assertThat(EmptyBuckets.refusalOf(() -> address("2001:db8:1:2:aaaa::1", "/api/fail/none")))
                .isProblem(429, "rate-limited");
        assertThat(EmptyBuckets.refusalOf(() -> address("2001:db8:1:2:bbbb::2", "/api/fail/none")))
                .isProblem(429, "rate-limited");
        assertThat(address("2001:db8:1:3::1", "/api/fail/none")).isProblem(404, "not-found");
    }

    @Test
    void countsWhatIsNotValidToo() {
        Answer answer = echo("198.51.100.3", "not JSON");

        assertThat(answer)
                .hasStatus(400)
                .hasHeader("RateLimit-Policy", "\"register\";q=30;w=600")
                .hasHeader("RateLimit", "\"register\";r=29;t=20");
    }

    @Test
    void limitsByItselfWhileRedisIsDownAndComesBackByItself() {
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

    @Test
    void doesNotLimitWhatIsNoOperation() {
        Answer health = bench.api().get("/health/live").send();

        Assertions.assertThat(health.headers().map()).doesNotContainKeys("ratelimit", "ratelimit-policy");
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
