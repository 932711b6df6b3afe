package io.loomi.common.bus;

import io.loomi.common.resilience.Deadline;
import io.loomi.common.resilience.Unreachable;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks another service over the event bus, any of its processes, and does not wait long: there is another way. An answer that
 * comes too late is dropped.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class BusClient {

    static final String AUTHORIZATION = "Authorization";

    /** A look-up takes a millisecond or two. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** As many as wait for the connections of HTTP. */
    private static final int MOST_AT_ONCE = 256;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final Vertx vertx;
    private final MeterRegistry registry;
    private int asked;

    private BusClient(Vertx vertx, MeterRegistry registry) {
        this.vertx = vertx;
        this.registry = registry;
    }

    /** Empty where there is no cluster. */
    public static Optional<BusClient> of(Vertx vertx, MeterRegistry registry) {
        return vertx.isClustered() ? Optional.of(new BusClient(vertx, registry)) : Optional.empty();
    }

    /**
     * The answer, whatever its status; fails with {@link NoReply} when there is none, and with {@link Unreachable} when the
     * answer is that there can be none now.
     *
     * @param token the access token of whoever asks
     */
    public Future<BusReply> ask(BusAddress address, JsonObject question, String token) {
        if (asked >= MOST_AT_ONCE) {
            count(address, "full");
            return Future.failedFuture(new NoReply("too many questions at once"));
        }
        DeliveryOptions options =
                new DeliveryOptions().setSendTimeout(patienceMillis()).addHeader(AUTHORIZATION, token);
        asked++;
        return Future.succeededFuture()
                .compose(_ -> vertx.eventBus().<JsonObject>request(address.text(), question, options))
                .onComplete(_ -> asked--)
                .map(reply -> BusReply.of(reply.body()))
                .recover(failure -> {
                    count(address, outcome(failure));
                    return Future.failedFuture(new NoReply(String.valueOf(failure.getMessage())));
                })
                .compose(answer -> {
                    count(address, "answered");
                    return isRefusedForNow(answer.status())
                            ? Future.failedFuture(new Unreachable("status " + answer.status()))
                            : Future.succeededFuture(answer);
                });
    }

    /** Leaves the other way as much time at least. */
    private static long patienceMillis() {
        long left = Deadline.current()
                        .map(Deadline::leftToAsk)
                        .orElse(PATIENCE.multipliedBy(2))
                        .toMillis()
                / 2;
        return Math.clamp(left, 1, PATIENCE.toMillis());
    }

    private static boolean isRefusedForNow(int status) {
        return status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
    }

    private static String outcome(Throwable failure) {
        return failure instanceof ReplyException reply
                ? switch (reply.failureType()) {
                    case NO_HANDLERS -> "nobody";
                    case TIMEOUT -> "late";
                    case RECIPIENT_FAILURE, ERROR -> "failed";
                }
                : "failed";
    }

    private void count(BusAddress address, String outcome) {
        registry.counter("loomi.bus.questions", "address", address.text(), "outcome", outcome)
                .increment();
    }
}
