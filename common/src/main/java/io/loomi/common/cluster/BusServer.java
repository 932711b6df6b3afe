package io.loomi.common.cluster;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.auth.Caller;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.errors.Failure;
import io.loomi.common.limits.Bucket;
import io.loomi.common.limits.RateLimits;
import io.loomi.common.limits.RatePolicy;
import io.loomi.common.limits.TokenGrant;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests from the event bus. Requests need a valid token and the permission, and are rate-limited, as over
 * HTTP. Access to the bus does not authorize a caller.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class BusServer {

    private static final Logger LOG = LoggerFactory.getLogger(BusServer.class);
    private static final int MAX_IN_FLIGHT = 256;

    /** Longer than any client waits for a reply. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final TokenVerifier verifier;
    private final Optional<RateLimits> limits;
    private final List<MessageConsumer<JsonObject>> consumers = new ArrayList<>();
    private final Promise<Void> drained = Promise.promise();
    private int inFlight;
    private boolean closed;

    /** @param limits empty for no rate limit */
    public BusServer(Vertx vertx, TokenVerifier verifier, Optional<RateLimits> limits) {
        this.vertx = vertx;
        this.verifier = verifier;
        this.limits = limits;
    }

    /**
     * Answers requests at this address from now on.
     *
     * @param alternatives the permissions, as in the contract of the same operation over HTTP
     * @param answers returns the reply to a request, or fails with a {@link Failure}
     */
    public Future<Void> serve(
            BusAddress address,
            List<List<String>> alternatives,
            BiFunction<Caller, JsonObject, Future<JsonObject>> answers) {
        MessageConsumer<JsonObject> consumer = vertx.eventBus().consumer(address.text());
        consumers.add(consumer);
        consumer.handler(message -> receive(message, alternatives, answers));
        return consumer.completion();
    }

    private void receive(
            Message<JsonObject> message,
            List<List<String>> alternatives,
            BiFunction<Caller, JsonObject, Future<JsonObject>> answers) {
        if (inFlight >= MAX_IN_FLIGHT) {
            message.reply(BusReply.refused(503).json());
            return;
        }
        inFlight++;
        Future.succeededFuture()
                .compose(_ -> admit(message, alternatives))
                .compose(caller -> answers.apply(caller, message.body()))
                .map(BusReply::ok)
                .otherwise(failure -> BusReply.refused(status(failure)))
                .onSuccess(answer -> {
                    inFlight--;
                    LOG.atDebug()
                            .addKeyValue("address", message.address())
                            .addKeyValue("status", answer.status())
                            .log("Event bus request answered");
                    message.reply(answer.json());
                })
                .onComplete(_ -> completeWhenDrained());
    }

    private Future<Caller> admit(Message<JsonObject> message, List<List<String>> alternatives) {
        String token = message.headers().get(BusClient.AUTHORIZATION);
        return verifier.verify(token == null ? "" : token).compose(caller -> {
            caller.requireAny(alternatives);
            return limits.map(configured -> limit(configured, caller)).orElseGet(() -> Future.succeededFuture(caller));
        });
    }

    private static Future<Caller> limit(RateLimits limits, Caller caller) {
        Bucket bucket = new Bucket(RatePolicy.of(caller), caller.userId().toString());
        return limits.take(List.of(bucket))
                .compose(grants -> grants.stream()
                        .filter(TokenGrant::isRefused)
                        .findFirst()
                        .<Future<Caller>>map(
                                refused -> Future.failedFuture(new Failure.RateLimited(refused.retryAfter())))
                        .orElseGet(() -> Future.succeededFuture(caller)));
    }

    /** Returns the status of HTTP, so that a client that falls back to HTTP gets the same answer. */
    private static int status(Throwable failure) {
        return switch (failure) {
            case Failure.Invalid _ -> 400;
            case Failure.Unauthenticated _ -> 401;
            case Failure.Forbidden _ -> 403;
            case Failure.NotFound _ -> 404;
            case Failure.RateLimited _ -> 429;
            case Failure.Unavailable _ -> 503;
            default -> {
                LOG.atError().setCause(failure).log("Request over the event bus failed");
                yield 500;
            }
        };
    }

    /** Accepts no more requests. Completes when those in progress are answered, or have timed out. */
    public Future<Void> close() {
        closed = true;
        Future<Void> unregistered = Future.join(
                        consumers.stream().map(MessageConsumer::unregister).toList())
                .mapEmpty();
        completeWhenDrained();
        return TimeLimit.on(Future.join(unregistered, drained.future()).<Void>mapEmpty(), CLOSE_TIMEOUT)
                .otherwiseEmpty();
    }

    private void completeWhenDrained() {
        if (closed && inFlight == 0) {
            drained.tryComplete();
        }
    }
}
