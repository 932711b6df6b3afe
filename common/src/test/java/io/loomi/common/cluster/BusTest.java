package io.loomi.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.auth.Permission;
import io.loomi.common.auth.TokenRules;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.auth.VerifiedTokens;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.errors.Failure;
import io.loomi.common.limits.LocalBuckets;
import io.loomi.common.limits.RateLimits;
import io.loomi.common.limits.RatePolicy;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.resilience.Unreachable;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.EmptyBuckets;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TestCluster;
import io.loomi.common.testing.TokenForge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests and broadcasts from one member of a cluster to another. */
@Slow
class BusTest {

    private static final TokenForge FORGE = TokenForge.create();
    private static final List<List<String>> PERMISSIONS = List.of(List.of(Permission.READ_PROFILE));
    private static final UUID ANA = UUID.randomUUID();

    private static Vertx serverVertx;
    private static Vertx clientVertx;

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final BusClient client = BusClient.of(clientVertx, registry).orElseThrow();
    private BusServer server = server(Optional.empty());

    @BeforeAll
    static void join() {
        TestCluster cluster = TestCluster.of(2);
        serverVertx = cluster.join(0, "customers");
        clientVertx = cluster.join(1, "transactions");
    }

    @AfterEach
    void closeServer() {
        server.close().await();
    }

    @AfterAll
    static void leave() {
        clientVertx.close().await();
        serverVertx.close().await();
    }

    private static BusServer server(Optional<RateLimits> limits) {
        TokenVerifier verifier = new TokenVerifier(
                _ -> Future.succeededFuture(List.of(FORGE.verificationKey())),
                new TokenRules(TokenForge.ISSUER, TokenForge.AUDIENCE),
                Clock.systemUTC(),
                new VerifiedTokens());
        return new BusServer(serverVertx, verifier, limits);
    }

    private void answer(Future<JsonObject> answer) {
        server.serve(BusAddress.STATUS, PERMISSIONS, (_, _) -> answer).await();
    }

    private BusReply ask(String token) {
        return TestCluster.asARequest(
                clientVertx, () -> client.ask(BusAddress.STATUS, new JsonObject().put("userId", "7"), token));
    }

    private static String token() {
        return FORGE.token(ANA, Permission.READ_PROFILE);
    }

    private double count(String outcome) {
        return registry.counter("loomi.bus.requests", "address", BusAddress.STATUS.text(), "outcome", outcome)
                .count();
    }

    @Test
    void answersACallerWithThePermission() {
        server.serve(
                        BusAddress.STATUS,
                        PERMISSIONS,
                        (caller, request) -> Future.succeededFuture(
                                request.copy().put("by", caller.userId().toString())))
                .await();

        assertThat(ask(token()))
                .isEqualTo(BusReply.ok(new JsonObject().put("userId", "7").put("by", ANA.toString())));
        assertThat(count("replied")).isEqualTo(1);
    }

    @Test
    void refusesAsHttpDoes() {
        answer(Future.failedFuture(new Failure.NotFound("Nobody.")));

        assertThat(ask(token()).status()).isEqualTo(404);
        assertThat(ask("").status()).isEqualTo(401);
        assertThat(ask(TokenForge.create().token(ANA, Permission.READ_PROFILE)).status())
                .isEqualTo(401);
        assertThat(ask(FORGE.token(ANA, Permission.WRITE_PROFILE)).status()).isEqualTo(403);
    }

    @Test
    void reportsAnUnavailableServiceAsUnreachable() {
        answer(Future.failedFuture(new Failure.Unavailable("No database.")));
        assertThatThrownBy(() -> ask(token())).isInstanceOf(Unreachable.class).hasMessage("status 503");
    }

    @Test
    void reportsABugAsUnreachable() {
        answer(Future.failedFuture(new IllegalStateException("a bug")));
        assertThatThrownBy(() -> ask(token())).isInstanceOf(Unreachable.class).hasMessage("status 500");
    }

    @Test
    void limitsACustomerAsHttpDoes() {
        RateLimits limits = TestCluster.asARequest(
                serverVertx,
                () -> Future.succeededFuture(new RateLimits(
                        "bus",
                        RedisCache.open(serverVertx, URI.create(Backend.shared().redisUrl())),
                        new LocalBuckets())));
        server = server(Optional.of(limits));
        answer(Future.succeededFuture(new JsonObject()));
        UUID bia = UUID.randomUUID();
        EmptyBuckets.of(serverVertx, "bus", RatePolicy.USER.text(), bia.toString());
        String token = FORGE.token(bia, Permission.READ_PROFILE);

        // if Redis is too busy to answer, the process uses a local bucket, which is full
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .untilAsserted(() -> assertThatThrownBy(() -> ask(token))
                        .isInstanceOf(Unreachable.class)
                        .hasMessage("status 429"));
        assertThat(ask(token()).status()).isEqualTo(200);
    }

    @Test
    void failsWithoutAHandler() {
        assertThatThrownBy(() -> ask(token())).isInstanceOf(NoReply.class);
        assertThat(count("no-handlers")).isEqualTo(1);
    }

    @Test
    void timesOutEarlyEnoughToFallBackToHttp() {
        Promise<JsonObject> never = Promise.promise();
        answer(never.future());

        Duration left = TestCluster.asARequest(clientVertx, () -> {
            Deadline deadline = Deadline.in(Duration.ofMillis(800), Clock.systemUTC());
            Deadline.bind(deadline);
            return client.ask(BusAddress.STATUS, new JsonObject(), token())
                    .transform((_, failure) -> failure instanceof NoReply
                            ? Future.succeededFuture(deadline.left())
                            : Future.failedFuture("an answer"));
        });

        assertThat(left).isGreaterThan(Duration.ZERO);
        assertThat(count("timeout")).isEqualTo(1);
        never.complete(new JsonObject()); // too late, and dropped
    }

    @Test
    void finishesRequestsInProgressBeforeItCloses() {
        Promise<JsonObject> begun = Promise.promise();
        Promise<JsonObject> finish = Promise.promise();
        server.serve(BusAddress.STATUS, PERMISSIONS, (_, request) -> {
                    begun.complete(request);
                    return finish.future();
                })
                .await();
        CompletableFuture<BusReply> answer = CompletableFuture.supplyAsync(() -> ask(token()));
        begun.future().await();

        Future<Void> closed = server.close();
        Awaitility.await().until(() -> hasNoHandler());
        assertThat(closed.isComplete()).isFalse();
        finish.complete(new JsonObject().put("status", "active"));

        closed.await();
        assertThat(answer.join().body().getString("status")).isEqualTo("active");
    }

    private boolean hasNoHandler() {
        try {
            ask(token());
            return false;
        } catch (NoReply nobody) {
            return count("no-handlers") > 0;
        }
    }

    @Test
    void broadcastsToEveryMemberAndSkipsMalformedMessages() {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        for (Vertx member : List.of(serverVertx, clientVertx)) {
            new Broadcasts(member)
                    .subscribe(BusAddress.CHANGES, message -> received.add(message.getString("userId")))
                    .await();
        }

        new Broadcasts(serverVertx).publish(BusAddress.CHANGES, new JsonObject().put("userId", 7));
        new Broadcasts(serverVertx).publish(BusAddress.CHANGES, new JsonObject().put("userId", "8"));

        Awaitility.await().until(() -> received.stream().filter("8"::equals).count() == 2);
    }

    @Test
    void sendsNothingWithoutACluster() {
        Vertx alone = Vertx.vertx();
        Queue<JsonObject> received = new ConcurrentLinkedQueue<>();
        alone.eventBus().<JsonObject>consumer(BusAddress.CHANGES.text(), message -> received.add(message.body()));

        new Broadcasts(alone).publish(BusAddress.CHANGES, new JsonObject());

        assertThat(BusClient.of(alone, registry)).isEmpty();
        alone.close().await();
        assertThat(received).isEmpty();
    }
}
