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
 * Limits by address all requests that no operation's limit covers: pages, preflights, requests that are refused before
 * they reach an operation, and unknown paths, which attackers scan.
 */
final class AddressRateLimit implements Handler<RoutingContext> {

    private final Optional<RateLimits> limits;

    /** @param limits empty for no limits */
    AddressRateLimit(Optional<RateLimits> limits) {
        this.limits = limits;
    }

    /**
     * Takes a token for the request, unless it already took one or is being answered; fails with {@link
     * Failure.RateLimited}.
     */
    Future<Void> take(RoutingContext context) {
        boolean counted = context.response().headers().contains(RateLimitHeaders.STATE);
        if (counted || limits.isEmpty() || context.response().headWritten()) {
            return Future.succeededFuture();
        }
        Bucket bucket = new Bucket(RatePolicy.ADDRESS, AddressRange.ownerOf(ClientAddressResolver.of(context)));
        return RateLimitHeaders.apply(context.response().headers(), limits.get().take(List.of(bucket)));
    }

    @Override
    public void handle(RoutingContext context) {
        take(context).onComplete(_ -> context.next(), context::fail);
    }
}
