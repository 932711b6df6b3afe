package io.loomi.common.middlewares;

import io.loomi.common.errors.Failure;
import io.loomi.common.metrics.Metrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;

/**
 * Turns requests away at once while too many are in progress. Each of them costs memory, and one that will be answered when
 * nobody waits any more costs time as well: without a bound, a crowd that comes faster than it can be served ends in a heap that
 * is full and answers nobody. What operators and orchestrators ask is always let in.
 *
 * <p>Counts without locks: one for each event loop.
 */
public final class ConcurrencyLimit implements PlatformHandler {

    private static final String API = "/api/";

    private final int most;
    private final Metrics metrics;
    private final Counter turnedAway;
    private int inProgress;

    /**
     * @param most requests in progress at the same time
     * @param metrics counts who is in progress, and those who were turned away: they reach no route, and are not among the errors of any
     */
    public ConcurrencyLimit(int most, Metrics metrics) {
        this.most = most;
        this.metrics = metrics;
        this.turnedAway = Counter.builder("loomi.requests.turned.away")
                .description("Requests that were answered 503 as too many were in progress")
                .register(metrics.registry());
    }

    @Override
    public void handle(RoutingContext context) {
        if (inProgress >= most && context.normalizedPath().startsWith(API)) {
            turnedAway.increment();
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
