package io.loomi.common.http;

import io.loomi.common.errors.Failure;
import io.loomi.common.limits.Bucket;
import io.loomi.common.limits.RateLimits;
import io.loomi.common.limits.RatePolicy;
import io.loomi.common.middlewares.ClientAddressResolver;
import io.loomi.common.network.AddressRange;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * Holds to the limit of their address the requests that no operation counts: for pages, preflights, what is refused before it comes
 * to an operation, and paths where there is nothing, which strangers try one after the other.
 */
final class AddressRateLimit implements Handler<RoutingContext> {

    private final Optional<RateLimits> limits;

    /** @param limits empty where nothing is limited */
    AddressRateLimit(Optional<RateLimits> limits) {
        this.limits = limits;
    }

    /**
     * Takes a token for the request, unless one was taken already or an answer is on its way; fails with {@link
     * Failure.RateLimited}.
     */
    Future<Void> pass(RoutingContext context) {
        boolean counted = context.response().headers().contains(RateLimitHeaders.STATE);
        if (counted || limits.isEmpty() || context.response().headWritten()) {
            return Future.succeededFuture();
        }
        Bucket bucket = new Bucket(RatePolicy.ADDRESS, AddressRange.ownerOf(ClientAddressResolver.of(context)));
        return RateLimitHeaders.hold(context.response().headers(), limits.get().take(List.of(bucket)));
    }

    @Override
    public void handle(RoutingContext context) {
        pass(context).onComplete(_ -> context.next(), context::fail);
    }
}
