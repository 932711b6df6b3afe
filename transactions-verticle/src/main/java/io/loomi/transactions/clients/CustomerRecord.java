package io.loomi.transactions.clients;

import io.loomi.transactions.entities.CustomerStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What this process knows about one customer. Times are in nanoseconds, as {@link System#nanoTime}.
 *
 * @param status the status of the last load; empty if there was none, or none since the last change
 * @param loadedAt when the status was loaded; it has no meaning without a status
 * @param failedAt when the last lookup failed; empty if a status was loaded since, or if no lookup failed
 * @param changed whether the customer has changed since the last load
 * @param lastChange the number of the customer's last change, or a higher one if that number is not known
 */
record CustomerRecord(
        Optional<CustomerStatus> status, long loadedAt, OptionalLong failedAt, boolean changed, long lastChange) {

    /** Maximum staleness once Redis has the change. Otherwise it is five minutes, when the Redis entry expires. */
    static final Duration FRESH = Duration.ofSeconds(10);

    /** How long a status may be used while customers does not answer. */
    static final Duration STALE = Duration.ofHours(24);

    /** After a failed lookup, use the last known status for this long. */
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

    static CustomerRecord empty(long lastChange) {
        return new CustomerRecord(Optional.empty(), 0, OptionalLong.empty(), false, lastChange);
    }

    static CustomerRecord loaded(CustomerStatus status, long now, long lastChange) {
        return new CustomerRecord(Optional.of(status), now, OptionalLong.empty(), false, lastChange);
    }

    static CustomerRecord changed(long number) {
        return new CustomerRecord(Optional.empty(), 0, OptionalLong.empty(), true, number);
    }

    /** The record after a lookup that customers did not answer. */
    CustomerRecord failed(long now) {
        return changed ? this : new CustomerRecord(status, loadedAt, OptionalLong.of(now), false, lastChange);
    }

    Optional<CustomerStatus> fresh(long now) {
        return status.filter(_ -> isWithin(FRESH, loadedAt, now));
    }

    /**
     * The status to use while customers does not answer. The status in Redis comes first, because Redis may have changes that this
     * process has missed. It may also lack a change that this process knows: then the result is empty.
     *
     * @param inRedis the status of the last day, read from Redis before this record was read
     */
    Optional<CustomerStatus> lastKnown(Optional<CustomerStatus> inRedis, long now) {
        return changed ? Optional.empty() : inRedis.or(() -> status.filter(_ -> isWithin(STALE, loadedAt, now)));
    }

    boolean hasFailedRecently(long now) {
        return failedAt.isPresent() && isWithin(RETRY_INTERVAL, failedAt.getAsLong(), now);
    }

    private static boolean isWithin(Duration age, long since, long now) {
        return now - since < age.toNanos();
    }
}
