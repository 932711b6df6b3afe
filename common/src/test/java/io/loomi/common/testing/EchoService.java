package io.loomi.common.testing;

import io.loomi.common.auth.TokenRules;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.auth.VerifiedTokens;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.config.Instance;
import io.loomi.common.config.Setting;
import io.loomi.common.config.Settings;
import io.loomi.common.contract.Contract;
import io.loomi.common.database.Database;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.errors.Failure;
import io.loomi.common.health.Health;
import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.ApiServer;
import io.loomi.common.http.Controller;
import io.loomi.common.http.HttpConfig;
import io.loomi.common.launch.Service;
import io.loomi.common.launch.ServiceVerticle;
import io.loomi.common.launch.VerticleFactory;
import io.loomi.common.limits.LocalBuckets;
import io.loomi.common.limits.RateLimits;
import io.loomi.common.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

/** The smallest service with all common parts. It repeats its input, and fails on request. */
public final class EchoService implements Service, Controller {

    private static final Setting<Integer> PORT = HttpConfig.port(3009);

    private final Promise<Void> release = Promise.promise();
    private final Promise<Void> waiting = Promise.promise();
    private final TokenForge forge;
    private final AtomicInteger verified = new AtomicInteger();
    private final AtomicReference<Future<Boolean>> revocationCheck =
            new AtomicReference<>(Future.succeededFuture(false));

    public EchoService(TokenForge forge) {
        this.forge = forge;
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public List<Setting<?>> settings() {
        return Stream.<Setting<?>>concat(
                        HttpConfig.SETTINGS.stream(),
                        Stream.of(PORT, DatabaseConfig.URL, DatabaseConfig.POOL_SIZE, RedisCache.URL))
                .toList();
    }

    @Override
    public Future<VerticleFactory> prepare(Vertx vertx, Settings settings, Metrics metrics) {
        return Future.succeededFuture((instance, contract) -> new EchoVerticle(settings, metrics, instance, contract));
    }

    /** Succeeds when a request to {@code /api/fail/wait} is in progress. {@link #release} ends that request. */
    public Future<Void> waiting() {
        return waiting.future();
    }

    /** For how many tokens the key was looked up, which happens before a signature check. */
    public int verified() {
        return verified.get();
    }

    /** @param revoked the result of later revocation checks; a failure if no service answers */
    public void setRevocationCheck(Future<Boolean> revoked) {
        revocationCheck.set(revoked);
    }

    public void release() {
        release.tryComplete();
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of(
                "echo", EchoService::echo,
                "echoForm", EchoService::echo,
                "secret", EchoService::secret,
                "shared", EchoService::shared,
                "fail", this::fail);
    }

    private static Future<ApiResponse> echo(ApiRequest request) {
        String text = request.value("text", Function.identity());
        return Future.succeededFuture(ApiResponse.ok(Map.of("text", text)));
    }

    private static Future<ApiResponse> secret(ApiRequest request) {
        return Future.succeededFuture(ApiResponse.ok(
                Map.of("id", request.pathId("id"), "caller", request.caller().userId())));
    }

    private static Future<ApiResponse> shared(ApiRequest request) {
        return Future.succeededFuture(
                ApiResponse.ok(Map.of("caller", request.caller().userId())));
    }

    private Future<ApiResponse> fail(ApiRequest request) {
        return switch (request.path("how")) {
            case "bug" -> throw new IllegalStateException("SELECT secret FROM io.loomi.Internals");
            case "conflict" -> Future.failedFuture(new Failure.Conflict("taken", "It is taken."));
            case "stale" -> Future.failedFuture(new Failure.PreconditionFailed("It has changed."));
            case "refused" -> Future.failedFuture(new Failure.Refused("too-little", "There is too little."));
            case "down" -> Future.failedFuture(new Failure.Unavailable("It does not answer."));
            case "unwritable" -> later(ApiResponse.ok(new Unwritable()));
            case "unsendable" -> later(ApiResponse.ok(Map.of()).header("X-Echo", "two\nlines"));
            case "wait" -> {
                waiting.tryComplete();
                yield release.future().map(_ -> ApiResponse.ok(Map.of("waited", true)));
            }
            default -> Future.failedFuture(new Failure.NotFound("There is no such thing."));
        };
    }

    /** Responds asynchronously, as after a database query. */
    private static Future<ApiResponse> later(ApiResponse response) {
        return Future.future(
                answer -> Objects.requireNonNull(Vertx.currentContext()).runOnContext(_ -> answer.complete(response)));
    }

    /** A body that JSON cannot represent. */
    private static final class Unwritable {
        public String getText() {
            throw new IllegalStateException("it has no text");
        }
    }

    private final class EchoVerticle extends ServiceVerticle {
        private final Settings settings;
        private final Metrics metrics;
        private final Instance instance;
        private final Contract contract;

        private EchoVerticle(Settings settings, Metrics metrics, Instance instance, Contract contract) {
            this.settings = settings;
            this.metrics = metrics;
            this.instance = instance;
            this.contract = contract;
        }

        @Override
        protected Future<ApiServer> createServer() {
            HttpConfig http = HttpConfig.from(name(), PORT, settings);
            Database database = Database.open(vertx, database(settings), instance);
            TokenVerifier verifier = new TokenVerifier(
                    _ -> {
                        verified.incrementAndGet();
                        return Future.succeededFuture(List.of(forge.verificationKey()));
                    },
                    new TokenRules(TokenForge.ISSUER, TokenForge.AUDIENCE),
                    Optional.empty(),
                    Clock.systemUTC(),
                    new VerifiedTokens(),
                    _ -> revocationCheck.get());
            RedisCache redis = RedisCache.open(vertx, settings.get(RedisCache.URL));
            RateLimits limits = new RateLimits(name(), redis, new LocalBuckets());
            Health health = new Health(vertx).required("database", database::ping);
            return Future.succeededFuture(
                    new ApiServer(vertx, http, contract, verifier, limits, health, metrics).mount(EchoService.this));
        }

        @Override
        protected Future<?> release() {
            return Future.succeededFuture();
        }
    }
}
