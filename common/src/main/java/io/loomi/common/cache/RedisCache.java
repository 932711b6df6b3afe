package io.loomi.common.cache;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.logging.LogSampler;
import io.loomi.common.metrics.Metrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Redis, for what may be forgotten. It never fails a request: what it cannot read is a miss, what it cannot write is lost,
 * and either takes {@link #PATIENCE} at most. A script that cannot be run is for its caller to replace. Of what fails while Redis
 * is away, a {@link LogSampler} is logged.
 */
public final class RedisCache {

    public static final Setting<URI> URL = Setting.of(
                    "REDIS_URL", SettingFormat.REDIS_URL, "the Redis shared by both services, `redis://host:port`")
            .secretly();

    private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);

    /** A connection over which nothing has gone for so long may be dead without having been closed, and is closed. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(2);

    private static final int CONNECTIONS = 2;
    private static final int LONGEST_QUEUE = 1024;

    private final Redis redis;
    private final Duration patience;
    private final RedisMetrics counts;
    private final LogSampler sample = new LogSampler();

    RedisCache(Redis redis, Duration patience, RedisMetrics counts) {
        this.redis = redis;
        this.patience = patience;
        this.counts = counts;
    }

    /** Counts into no metrics. */
    public static RedisCache open(Vertx vertx, URI url) {
        return open(vertx, url, PATIENCE);
    }

    /** @param patience how long anything may take at most */
    public static RedisCache open(Vertx vertx, URI url, Duration patience) {
        return open(vertx, url, patience, new CompositeMeterRegistry());
    }

    public static RedisCache open(Vertx vertx, URI url, Metrics metrics) {
        return open(vertx, url, PATIENCE, metrics.registry());
    }

    private static RedisCache open(Vertx vertx, URI url, Duration patience, MeterRegistry registry) {
        RedisOptions options = new RedisOptions()
                .setConnectionString(url.toString())
                .setPoolName("redis") // in metrics; without it, a new series with every start
                .setMaxPoolSize(CONNECTIONS)
                .setMaxPoolWaiting(LONGEST_QUEUE)
                .setMaxWaitingHandlers(LONGEST_QUEUE)
                // Those that nobody uses leave the pool before they are silent for too long.
                .setPoolRecycleTimeout((int) LONGEST_SILENCE.dividedBy(2).toMillis())
                .setPoolCleanerInterval((int) LONGEST_SILENCE.dividedBy(4).toMillis());
        options.getNetClientOptions()
                .setConnectTimeout((int) patience.toMillis())
                .setIdleTimeout((int) LONGEST_SILENCE.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return new RedisCache(Redis.createClient(vertx, options), patience, new RedisMetrics(registry));
    }

    public Future<Optional<String>> get(String key) {
        return send(Request.cmd(Command.GET).arg(key))
                .map(response -> Optional.ofNullable(response).map(Response::toString))
                .onSuccess(counts::read)
                .otherwise(failure -> {
                    warn(failure);
                    return Optional.empty();
                });
    }

    /** Writes what is now true, over anything that was there. */
    public Future<Void> put(String key, String value, Duration life) {
        return store(Request.cmd(Command.SET).arg(key).arg(value).arg("PX").arg(life.toMillis()));
    }

    /** Runs a script as one step, and fails when Redis cannot be asked: then the caller knows what to do. */
    public Future<Response> run(RedisScript script, List<String> keys, List<String> arguments) {
        return send(withArguments(Request.cmd(Command.EVALSHA).arg(script.digest()), keys, arguments))
                .recover(failure -> failure instanceof ErrorType error && error.is("NOSCRIPT")
                        ? send(withArguments(Request.cmd(Command.EVAL).arg(script.text()), keys, arguments))
                        : Future.failedFuture(failure))
                .onFailure(this::warn)
                .map(Objects::requireNonNull);
    }

    private static Request withArguments(Request request, List<String> keys, List<String> arguments) {
        request.arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }

    /** What Redis answers; fails, without a word in the log, when it cannot be asked. */
    Future<@Nullable Response> ask(Request request) {
        return send(request);
    }

    /** Succeeds when Redis answers. */
    public Future<Void> ping() {
        return send(Request.cmd(Command.PING)).mapEmpty();
    }

    public Future<Void> close() {
        return redis.close();
    }

    private Future<Void> store(Request request) {
        return send(request).<Void>mapEmpty().otherwise(failure -> {
            warn(failure);
            return null;
        });
    }

    private Future<@Nullable Response> send(Request request) {
        return TimeLimit.on(redis.send(request), patience).onFailure(this::countUnlessAnswered);
    }

    /** An error is an answer. */
    private void countUnlessAnswered(Throwable failure) {
        if (!(failure instanceof ErrorType)) {
            counts.failed();
        }
    }

    private void warn(Throwable failure) {
        if (sample.takes(System.nanoTime())) {
            String cause =
                    failure instanceof TimeoutException ? "no answer in time" : String.valueOf(failure.getMessage());
            LOG.atWarn().addKeyValue("cause", cause).log("Redis unreachable");
        }
    }
}
