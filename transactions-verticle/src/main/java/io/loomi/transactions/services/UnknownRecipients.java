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
 * Limits how many e-mail addresses that nobody has a person may name, as a transfer tells whether there is somebody. A person
 * who has named too many is not told of any address, known or not, until they may name one again.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class UnknownRecipients {

    private static final Duration NEXT =
            RatePolicy.UNKNOWN_RECIPIENT.window().dividedBy(RatePolicy.UNKNOWN_RECIPIENT.quota());

    private final Optional<RateLimits> limits;

    /** @param limits empty where nothing is limited */
    public UnknownRecipients(Optional<RateLimits> limits) {
        this.limits = limits;
    }

    /** Fails with RateLimited when this person may not ask for that recipient now. */
    Future<Void> requireLeft(UUID person, Recipient recipient) {
        boolean spent = recipient instanceof Recipient.ByEmail
                && limits.filter(held -> held.isEmpty(bucket(person))).isPresent();
        return spent ? Future.failedFuture(new Failure.RateLimited(NEXT)) : Future.succeededFuture();
    }

    /** Counts one that was not found; fails with RateLimited when it is one too many. */
    Future<Void> count(UUID person, Recipient recipient, Throwable refused) {
        boolean unknown = recipient instanceof Recipient.ByEmail
                && refused instanceof Failure.Refused failure
                && failure.type().equals(Refusals.UNKNOWN_RECIPIENT);
        return unknown
                ? limits.map(held -> take(held, person)).orElseGet(Future::succeededFuture)
                : Future.succeededFuture();
    }

    private static Future<Void> take(RateLimits limits, UUID person) {
        return limits.take(List.of(bucket(person))).compose(grants -> {
            TokenGrant grant = grants.getFirst();
            return grant.isRefused()
                    ? Future.failedFuture(new Failure.RateLimited(grant.retryAfter()))
                    : Future.succeededFuture();
        });
    }

    private static Bucket bucket(UUID person) {
        return new Bucket(RatePolicy.UNKNOWN_RECIPIENT, person.toString());
    }
}
