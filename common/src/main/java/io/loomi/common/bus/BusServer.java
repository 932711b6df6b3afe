package io.loomi.common.bus;

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
 * Answers questions that come over the event bus, and asks of them what HTTP asks: a good token, the permission, and a limit to
 * how often somebody asks. To be on the bus proves nothing.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class BusServer {

    private static final Logger LOG = LoggerFactory.getLogger(BusServer.class);
    private static final int MOST_AT_ONCE = 256;

    /** Longer than anybody waits for an answer. */
    private static final Duration LONGEST_END = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final TokenVerifier verifier;
    private final Optional<RateLimits> limits;
    private final List<MessageConsumer<JsonObject>> consumers = new ArrayList<>();
    private final Promise<Void> ended = Promise.promise();
    private int answering;
    private boolean closed;

    /** @param limits empty where nobody is limited */
    public BusServer(Vertx vertx, TokenVerifier verifier, Optional<RateLimits> limits) {
        this.vertx = vertx;
        this.verifier = verifier;
        this.limits = limits;
    }

    /**
     * Answers from now on what is asked at this address.
     *
     * @param alternatives the permissions, as the contract of the same operation over HTTP has them
     * @param answers gives the answer to a question, or fails with a {@link Failure}
     */
    public Future<Void> give(
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
        if (answering >= MOST_AT_ONCE) {
            message.reply(BusReply.refused(503).json());
            return;
        }
        answering++;
        Future.succeededFuture()
                .compose(_ -> admit(message, alternatives))
                .compose(caller -> answers.apply(caller, message.body()))
                .map(BusReply::ok)
                .otherwise(failure -> BusReply.refused(status(failure)))
                .onSuccess(answer -> {
                    answering--;
                    LOG.atDebug()
                            .addKeyValue("address", message.address())
                            .addKeyValue("status", answer.status())
                            .log("Question answered");
                    message.reply(answer.json());
                })
                .onComplete(_ -> endWhenIdle());
    }

    private Future<Caller> admit(Message<JsonObject> message, List<List<String>> alternatives) {
        String token = message.headers().get(BusClient.AUTHORIZATION);
        return verifier.verify(token == null ? "" : token).compose(caller -> {
            caller.requireAny(alternatives);
            return limits.map(known -> limit(known, caller)).orElseGet(() -> Future.succeededFuture(caller));
        });
    }

    private static Future<Caller> limit(RateLimits limits, Caller caller) {
        Bucket bucket = new Bucket(RatePolicy.of(caller), caller.userId().toString());
        return limits.take(List.of(bucket))
                .compose(draws -> draws.stream()
                        .filter(TokenGrant::isRefused)
                        .findFirst()
                        .<Future<Caller>>map(
                                refused -> Future.failedFuture(new Failure.RateLimited(refused.retryAfter())))
                        .orElseGet(() -> Future.succeededFuture(caller)));
    }

    /** As HTTP has them: who asks over the bus may have to ask over HTTP next, and must not hear otherwise there. */
    private static int status(Throwable failure) {
        return switch (failure) {
            case Failure.Invalid _ -> 400;
            case Failure.Unauthenticated _ -> 401;
            case Failure.Forbidden _ -> 403;
            case Failure.NotFound _ -> 404;
            case Failure.RateLimited _ -> 429;
            case Failure.Unavailable _ -> 503;
            default -> {
                LOG.atError().setCause(failure).log("A question over the bus failed");
                yield 500;
            }
        };
    }

    /** Takes no more questions, and comes back when those in progress are answered or nobody waits for them any more. */
    public Future<Void> close() {
        closed = true;
        Future<Void> deaf = Future.join(
                        consumers.stream().map(MessageConsumer::unregister).toList())
                .mapEmpty();
        endWhenIdle();
        return TimeLimit.on(Future.join(deaf, ended.future()).<Void>mapEmpty(), LONGEST_END)
                .otherwiseEmpty();
    }

    private void endWhenIdle() {
        if (closed && answering == 0) {
            ended.tryComplete();
        }
    }
}
