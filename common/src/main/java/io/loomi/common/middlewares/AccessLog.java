package io.loomi.common.middlewares;

import io.loomi.common.logging.LogSampler;
import io.loomi.common.tracing.Correlation;
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
 * Logs each answered request with its route and the client's address, never with its query, body or tokens. Under load,
 * a {@link LogSampler} selects the requests; internal errors are always logged. For operations that
 * other services call all the time, only failures are logged.
 *
 * <p>One for each event loop.
 */
public final class AccessLog implements PlatformHandler {

    /** The context key that an operation sets when its successes are not logged. */
    public static final String FAILURES_ONLY = "logFailuresOnly";

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private final LogSampler answers = new LogSampler();
    private final LogSampler unavailable = new LogSampler();
    private final LongSupplier nanos;

    public AccessLog() {
        this(System::nanoTime);
    }

    /** @param nanos the time, as {@link System#nanoTime()} returns it */
    AccessLog(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public void handle(RoutingContext context) {
        long startedNanos = nanos.getAsLong();
        @Nullable Context requestContext = Vertx.currentContext();
        context.addEndHandler(ended -> log(context, requestContext, startedNanos, ended.failed()));
        context.next();
    }

    private void log(RoutingContext context, @Nullable Context requestContext, long startedNanos, boolean cutOff) {
        int status = context.response().getStatusCode();
        if (status < 400 && !cutOff && context.get(FAILURES_ONLY) != null) {
            return;
        }
        long endedNanos = nanos.getAsLong();
        if (!cutOff && !isLogged(status, endedNanos)) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("method", context.request().method().name())
                .addKeyValue("route", route(requestContext))
                .addKeyValue("clientAddress", ClientAddressResolver.of(context))
                .addKeyValue("status", status)
                .addKeyValue("durationMicros", TimeUnit.NANOSECONDS.toMicros(endedNanos - startedNanos))
                .log(cutOff ? "Connection closed before the answer was sent" : "Request answered");
    }

    /** 503 has its own sampler, so that an outage does not flood the log, and a rare 503 is still logged. */
    private boolean isLogged(int status, long nanos) {
        if (status == 503) {
            return unavailable.takes(nanos);
        }
        return status >= 500 || answers.takes(nanos);
    }

    private static String route(@Nullable Context requestContext) {
        return Optional.ofNullable(requestContext).flatMap(Correlation::routeOf).orElse("none");
    }
}
