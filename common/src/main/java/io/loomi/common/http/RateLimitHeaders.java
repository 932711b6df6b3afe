package io.loomi.common.http;

import io.loomi.common.errors.Failure;
import io.loomi.common.limits.Draw;
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
    static Future<Void> hold(MultiMap headers, Future<List<Draw>> drawn) {
        return drawn.compose(draws -> {
            set(headers, draws);
            return draws.stream()
                    .filter(Draw::isRefused)
                    .map(Draw::retryAfter)
                    .max(Duration::compareTo)
                    .map(delay -> Future.<Void>failedFuture(new Failure.RateLimited(delay)))
                    .orElseGet(Future::succeededFuture);
        });
    }

    private static void set(MultiMap headers, List<Draw> draws) {
        headers.set(POLICY, draws.stream().map(RateLimitHeaders::policy).collect(Collectors.joining(", ")));
        headers.set(STATE, draws.stream().map(RateLimitHeaders::state).collect(Collectors.joining(", ")));
    }

    private static String policy(Draw draw) {
        return '"' + draw.policy().text() + "\";q=" + draw.policy().quota() + ";w="
                + draw.policy().window().toSeconds();
    }

    private static String state(Draw draw) {
        return '"' + draw.policy().text() + "\";r=" + draw.left() + ";t=" + draw.resetSeconds();
    }
}
