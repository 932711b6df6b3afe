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
 * A cache in Redis for data that may be lost. {@link #get} and {@link #put} never fail: a failed read is a miss, and a
 * failed write is dropped. {@link #run} fails, and its caller decides what to do. Each command takes {@link #TIMEOUT}
 * at most. While Redis is unavailable, a {@link LogSampler} limits the log lines.
 */
public final class RedisCache {

    public static final Setting<URI> URL = Setting.of(
                    "REDIS_URL", SettingFormat.REDIS_URL, "the Redis shared by both services, `redis://host:port`")
            .asSecret();

    private static final Logger LOG = LoggerFactory.getLogger(RedisCache.class);
    private static final Duration TIMEOUT = Duration.ofMillis(250);

    /** Closes a connection after this long without traffic: the other side may have vanished without closing it. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(2);

    private static final int MAX_CONNECTIONS = 2;
    private static final int MAX_QUEUE_SIZE = 1024;

    private final Redis redis;
    private final Duration timeout;
    private final RedisMetrics metrics;
    private final LogSampler sample = new LogSampler();

    public RedisCache(Redis redis, Duration timeout, RedisMetrics metrics) {
        this.redis = redis;
        this.timeout = timeout;
        this.metrics = metrics;
    }

    /** Without metrics. */
    public static RedisCache open(Vertx vertx, URI url) {
        return open(vertx, url, TIMEOUT);
    }

    /** @param timeout of each command */
    public static RedisCache open(Vertx vertx, URI url, Duration timeout) {
        return open(vertx, url, timeout, new CompositeMeterRegistry());
    }

    public static RedisCache open(Vertx vertx, URI url, Metrics metrics) {
        return open(vertx, url, TIMEOUT, metrics.registry());
    }

    private static RedisCache open(Vertx vertx, URI url, Duration timeout, MeterRegistry registry) {
        RedisOptions options = new RedisOptions()
                .setConnectionString(url.toString())
                .setPoolName("redis") // the name in metrics; the default would make a new series at each start
                .setMaxPoolSize(MAX_CONNECTIONS)
                .setMaxPoolWaiting(MAX_QUEUE_SIZE)
                .setMaxWaitingHandlers(MAX_QUEUE_SIZE)
                // The pool discards unused connections before the idle timeout closes them.
                .setPoolRecycleTimeout((int) IDLE_TIMEOUT.dividedBy(2).toMillis())
                .setPoolCleanerInterval((int) IDLE_TIMEOUT.dividedBy(4).toMillis());
        options.getNetClientOptions()
                .setConnectTimeout((int) timeout.toMillis())
                .setIdleTimeout((int) IDLE_TIMEOUT.toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        return new RedisCache(Redis.createClient(vertx, options), timeout, new RedisMetrics(registry));
    }

    public Future<Optional<String>> get(String key) {
        return send(Request.cmd(Command.GET).arg(key))
                .map(response -> Optional.ofNullable(response).map(Response::toString))
                .onSuccess(metrics::read)
                .otherwise(failure -> {
                    warn(failure);
                    return Optional.empty();
                });
    }

    /** Writes an entry, or overwrites it. */
    public Future<Void> put(String key, String value, Duration timeToLive) {
        return store(Request.cmd(Command.SET).arg(key).arg(value).arg("PX").arg(timeToLive.toMillis()));
    }

    /** Runs a script atomically. Fails when Redis does not answer. */
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

    /** Sends a command. Fails, without a log line, when Redis does not answer. */
    public Future<@Nullable Response> sendCommand(Request request) {
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
        return TimeLimit.on(redis.send(request), timeout).onFailure(this::countUnlessAnswered);
    }

    /** An error reply is an answer. */
    private void countUnlessAnswered(Throwable failure) {
        if (!(failure instanceof ErrorType)) {
            metrics.failed();
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
