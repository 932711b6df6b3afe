package io.loomi.common.cluster;

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
 * Sends requests to another service over the event bus; any of its processes may answer. The timeout is short, because
 * the caller can fall back to HTTP. Late replies are dropped.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class BusClient {

    static final String AUTHORIZATION = "Authorization";

    /** A lookup takes one or two milliseconds. */
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    /** As many as may wait for an HTTP connection. */
    private static final int MAX_IN_FLIGHT = 256;

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final Vertx vertx;
    private final MeterRegistry registry;
    private int inFlight;

    private BusClient(Vertx vertx, MeterRegistry registry) {
        this.vertx = vertx;
        this.registry = registry;
    }

    /** Empty without a cluster. */
    public static Optional<BusClient> of(Vertx vertx, MeterRegistry registry) {
        return vertx.isClustered() ? Optional.of(new BusClient(vertx, registry)) : Optional.empty();
    }

    /**
     * Returns the reply, whatever its status. Fails with {@link NoReply} when there is none, and with
     * {@link Unreachable} when the status is 429 or 5xx.
     *
     * @param token the caller's access token
     */
    public Future<BusReply> ask(BusAddress address, JsonObject request, String token) {
        if (inFlight >= MAX_IN_FLIGHT) {
            count(address, "rejected");
            return Future.failedFuture(new NoReply("too many requests in flight"));
        }
        DeliveryOptions options =
                new DeliveryOptions().setSendTimeout(timeoutMillis()).addHeader(AUTHORIZATION, token);
        inFlight++;
        return Future.succeededFuture()
                .compose(_ -> vertx.eventBus().<JsonObject>request(address.text(), request, options))
                .onComplete(_ -> inFlight--)
                .map(reply -> BusReply.of(reply.body()))
                .recover(failure -> {
                    count(address, outcome(failure));
                    return Future.failedFuture(new NoReply(String.valueOf(failure.getMessage())));
                })
                .compose(answer -> {
                    count(address, "replied");
                    return isTemporaryRefusal(answer.status())
                            ? Future.failedFuture(new Unreachable("status " + answer.status()))
                            : Future.succeededFuture(answer);
                });
    }

    /** Leaves at least half of the remaining time for HTTP. */
    private static long timeoutMillis() {
        long left = Deadline.current()
                        .map(Deadline::leftForCalls)
                        .orElse(TIMEOUT.multipliedBy(2))
                        .toMillis()
                / 2;
        return Math.clamp(left, 1, TIMEOUT.toMillis());
    }

    private static boolean isTemporaryRefusal(int status) {
        return status == TOO_MANY_REQUESTS || status >= SERVER_ERROR;
    }

    private static String outcome(Throwable failure) {
        return failure instanceof ReplyException reply
                ? switch (reply.failureType()) {
                    case NO_HANDLERS -> "no-handlers";
                    case TIMEOUT -> "timeout";
                    case RECIPIENT_FAILURE, ERROR -> "failure";
                }
                : "failure";
    }

    private void count(BusAddress address, String outcome) {
        registry.counter("loomi.bus.requests", "address", address.text(), "outcome", outcome)
                .increment();
    }
}
