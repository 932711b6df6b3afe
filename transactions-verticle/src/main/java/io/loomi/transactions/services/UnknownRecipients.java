package io.loomi.transactions.services;

import io.loomi.common.errors.Failure;
import io.loomi.common.limits.Bucket;
import io.loomi.common.limits.RateLimits;
import io.loomi.common.limits.RatePolicy;
import io.loomi.common.limits.TokenGrant;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Limits how many unknown e-mail addresses a customer may name as recipients, because a transfer reveals whether an
 * address is registered. A customer above the limit gets no answer about any address, registered or not, until the
 * limit allows one again.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class UnknownRecipients {

    private static final Duration RETRY_AFTER =
            RatePolicy.UNKNOWN_RECIPIENT.window().dividedBy(RatePolicy.UNKNOWN_RECIPIENT.quota());

    private final Optional<RateLimits> limits;

    /** @param limits empty for no limits */
    public UnknownRecipients(Optional<RateLimits> limits) {
        this.limits = limits;
    }

    /** Fails with RateLimited if the customer is over the limit and the recipient is an e-mail address. */
    Future<Void> requireAllowed(UUID userId, Recipient recipient) {
        boolean spent = recipient instanceof Recipient.ByEmail
                && limits.filter(held -> held.isEmpty(bucket(userId))).isPresent();
        return spent ? Future.failedFuture(new Failure.RateLimited(RETRY_AFTER)) : Future.succeededFuture();
    }

    /** Counts an unknown e-mail address. Fails with RateLimited if it exceeds the limit. */
    Future<Void> count(UUID userId, Recipient recipient, Throwable refused) {
        boolean unknown = recipient instanceof Recipient.ByEmail
                && refused instanceof Failure.Refused failure
                && failure.type().equals(LedgerFailures.UNKNOWN_RECIPIENT);
        return unknown
                ? limits.map(held -> take(held, userId)).orElseGet(Future::succeededFuture)
                : Future.succeededFuture();
    }

    private static Future<Void> take(RateLimits limits, UUID userId) {
        return limits.take(List.of(bucket(userId))).compose(grants -> {
            TokenGrant grant = grants.getFirst();
            return grant.isRefused()
                    ? Future.failedFuture(new Failure.RateLimited(grant.retryAfter()))
                    : Future.succeededFuture();
        });
    }

    private static Bucket bucket(UUID userId) {
        return new Bucket(RatePolicy.UNKNOWN_RECIPIENT, userId.toString());
    }
}
