package io.loomi.common.middlewares;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.logging.LogSampler;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each answered request by its route and where it came from, never with its query, body or tokens. When there are many, a {@link
 * LogSampler} of the answers is logged; what went wrong in the service itself always is. Of an operation that other services ask all the time,
 * only what is refused or fails is.
 *
 * <p>One for each event loop.
 */
public final class AccessLog implements PlatformHandler {

    /** The key under which an operation leaves that its successes are not to be logged. */
    public static final String FAILURES_ONLY = "logFailuresOnly";

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private final LogSampler answers = new LogSampler();
    private final LogSampler unavailable = new LogSampler();
    private final LongSupplier nanos;

    public AccessLog() {
        this(System::nanoTime);
    }

    /** @param nanos time, as {@link System#nanoTime()} tells it */
    AccessLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void handle(RoutingContext context) {
        long startedNanos = nanos.getAsLong();
        @Nullable Context own = Vertx.currentContext();
        context.addEndHandler(ended -> log(context, own, startedNanos, ended.failed()));
        context.next();
    }

    private void log(RoutingContext context, @Nullable Context own, long startedNanos, boolean cutOff) {
        int status = context.response().getStatusCode();
        if (status < 400 && !cutOff && context.get(FAILURES_ONLY) != null) {
            return;
        }
        long endedNanos = nanos.getAsLong();
        if (!cutOff && !isTaken(status, endedNanos)) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("method", context.request().method().name())
                .addKeyValue("route", route(own))
                .addKeyValue("clientAddress", ClientAddressResolver.of(context))
                .addKeyValue("status", status)
                .addKeyValue("durationMicros", TimeUnit.NANOSECONDS.toMicros(endedNanos - startedNanos))
                .log(cutOff ? "Connection closed before the answer was sent" : "Request answered");
    }

    /** While something is away, everybody is answered 503. The one or other 503 of a day without that is not lost among the rest. */
    private boolean isTaken(int status, long nanos) {
        if (status == 503) {
            return unavailable.takes(nanos);
        }
        return status >= 500 || answers.takes(nanos);
    }

    private static String route(@Nullable Context own) {
        return Optional.ofNullable(own).flatMap(Correlation::routeOf).orElse("none");
    }
}
