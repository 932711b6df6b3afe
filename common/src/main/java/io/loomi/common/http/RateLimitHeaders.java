package io.loomi.common.http;

import io.loomi.common.errors.Failure;
import io.loomi.common.limits.TokenGrant;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Tells callers of their limits, in the fields of draft-ietf-httpapi-ratelimit-headers-10. */
final class RateLimitHeaders {

    static final String STATE = "RateLimit";
    static final String POLICY = "RateLimit-Policy";

    private RateLimitHeaders() {}

    /** Says in an answer's headers what is left of the limits; fails with {@link Failure.RateLimited} where nothing was. */
    static Future<Void> hold(MultiMap headers, Future<List<TokenGrant>> drawn) {
        return drawn.compose(draws -> {
            set(headers, draws);
            return draws.stream()
                    .filter(TokenGrant::isRefused)
                    .map(TokenGrant::retryAfter)
                    .max(Duration::compareTo)
                    .map(delay -> Future.<Void>failedFuture(new Failure.RateLimited(delay)))
                    .orElseGet(Future::succeededFuture);
        });
    }

    private static void set(MultiMap headers, List<TokenGrant> draws) {
        headers.set(POLICY, draws.stream().map(RateLimitHeaders::policy).collect(Collectors.joining(", ")));
        headers.set(STATE, draws.stream().map(RateLimitHeaders::state).collect(Collectors.joining(", ")));
    }

    private static String policy(TokenGrant grant) {
        return '"' + grant.policy().text() + "\";q=" + grant.policy().quota() + ";w="
                + grant.policy().window().toSeconds();
    }

    private static String state(TokenGrant grant) {
        return '"' + grant.policy().text() + "\";r=" + grant.left() + ";t=" + grant.resetSeconds();
    }
}
