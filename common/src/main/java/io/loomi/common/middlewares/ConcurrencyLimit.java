package io.loomi.common.middlewares;

import io.loomi.common.errors.Failure;
import io.loomi.common.metrics.Metrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;

/**
 * Sheds load: answers 503 at once while too many requests are in progress. Each request costs memory, and work on an
 * answer that comes too late is wasted. Without a limit, overload would fill the heap. Requests of operators and
 * orchestrators always pass.
 *
 * <p>Counts without locks: one for each event loop.
 */
public final class ConcurrencyLimit implements PlatformHandler {

    private static final String API = "/api/";

    private final int maxRequests;
    private final Metrics metrics;
    private final Counter shed;
    private int inProgress;

    /**
     * @param maxRequests the maximum number of requests in progress
     * @param metrics counts requests in progress and shed requests. A shed request reaches no route, so no route's errors include
     *     it.
     */
    public ConcurrencyLimit(int maxRequests, Metrics metrics) {
        this.maxRequests = maxRequests;
        this.metrics = metrics;
        this.shed = Counter.builder("loomi.requests.shed")
                .description("Requests answered with 503 because too many were in progress")
                .register(metrics.registry());
    }

    @Override
    public void handle(RoutingContext context) {
        if (inProgress >= maxRequests && context.normalizedPath().startsWith(API)) {
            shed.increment();
            context.fail(new Failure.Unavailable("Too many requests are in progress: try again in a moment."));
            return;
        }
        inProgress++;
        metrics.requestBegan();
        context.addEndHandler(_ -> ended());
        context.next();
    }

    private void ended() {
        inProgress--;
        metrics.requestEnded();
    }
}
