package io.loomi.common.http;

import io.loomi.common.errors.Failure;
import io.loomi.common.limits.TokenGrant;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Sets the headers that tell callers their limits (draft-ietf-httpapi-ratelimit-headers-10). */
final class RateLimitHeaders {

    static final String STATE = "RateLimit";
    static final String POLICY = "RateLimit-Policy";

    private RateLimitHeaders() {}

    /** Sets the headers of the grants; fails with {@link Failure.RateLimited} when one was refused. */
    static Future<Void> apply(MultiMap headers, Future<List<TokenGrant>> taken) {
        return taken.compose(grants -> {
            set(headers, grants);
            return grants.stream()
                    .filter(TokenGrant::isRefused)
                    .map(TokenGrant::retryAfter)
                    .max(Duration::compareTo)
                    .map(delay -> Future.<Void>failedFuture(new Failure.RateLimited(delay)))
                    .orElseGet(Future::succeededFuture);
        });
    }

    private static void set(MultiMap headers, List<TokenGrant> grants) {
        headers.set(POLICY, grants.stream().map(RateLimitHeaders::policy).collect(Collectors.joining(", ")));
        headers.set(STATE, grants.stream().map(RateLimitHeaders::state).collect(Collectors.joining(", ")));
    }

    private static String policy(TokenGrant grant) {
        return '"' + grant.policy().text() + "\";q=" + grant.policy().quota() + ";w="
                + grant.policy().window().toSeconds();
    }

    private static String state(TokenGrant grant) {
        return '"' + grant.policy().text() + "\";r=" + grant.left() + ";t=" + grant.resetSeconds();
    }
}
