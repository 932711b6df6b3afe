package io.loomi.common.middlewares;

import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each answered request by its route and where it came from, never with its query, body or tokens. Above {@value #ALL_PER_SECOND} a second,
 * one successful answer in {@value #ONE_IN} is logged; failures of the service always are. Of an operation that other services ask
 * all the time, only what is refused or fails is.
 *
 * <p>Counts without locks: one for each event loop.
 */
public final class AccessLog implements PlatformHandler {

    /** The key under which an operation leaves the template of its path with the request. */
    public static final String ROUTE = "route";

    /** The key under which an operation leaves that its successes are not to be logged. */
    public static final String FAILURES_ONLY = "logFailuresOnly";

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int ALL_PER_SECOND = 100;
    private static final int ONE_IN = 100;

    private long second;
    private int seen;

    @Override
    public void handle(RoutingContext context) {
        long startedNanos = System.nanoTime();
        context.addEndHandler(ended -> log(context, startedNanos, ended.failed()));
        context.next();
    }

    private void log(RoutingContext context, long startedNanos, boolean cutOff) {
        int status = context.response().getStatusCode();
        if (status < 400 && !cutOff && context.get(FAILURES_ONLY) != null) {
            return;
        }
        if (status < 500 && !cutOff && !isSampled(TimeUnit.NANOSECONDS.toSeconds(startedNanos))) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("method", context.request().method().name())
                .addKeyValue("route", route(context))
                .addKeyValue("clientAddress", ClientAddresses.of(context))
                .addKeyValue("status", status)
                .addKeyValue("durationMicros", TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startedNanos))
                .log(cutOff ? "Connection closed before the answer was sent" : "Request answered");
    }

    private boolean isSampled(long now) {
        if (now != second) {
            second = now;
            seen = 0;
        }
        seen++;
        return seen <= ALL_PER_SECOND || seen % ONE_IN == 0;
    }

    private static String route(RoutingContext context) {
        @Nullable String route = context.get(ROUTE);
        return route == null ? "none" : route;
    }
}
