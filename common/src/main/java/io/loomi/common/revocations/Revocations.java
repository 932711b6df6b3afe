package io.loomi.common.revocations;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.RevocationCheck;
import io.loomi.common.errors.Failure;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revocations that this process knows. Every token is checked against them, without a call to another service.
 *
 * <p>Revocations may arrive from any source, in any order and repeatedly: each source calls {@link #add}. Every check
 * fails until {@link #markLoaded} says that the revocations recorded so far are loaded: an empty set would accept every
 * token.
 *
 * <p>Thread-safe: one for the event loops of a process.
 */
public final class Revocations implements RevocationCheck {

    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    /**
     * For sessions and for customers each; about 10 MiB. Enough for a hundred sign-outs a second for a quarter of an
     * hour.
     */
    private static final int MAX_ENTRIES = 100_000;

    private final Clock clock;
    private final ExpiringEntries<Instant> sessions =
            new ExpiringEntries<>(MAX_ENTRIES, Function.identity(), CustomerEntry::later);
    private final ExpiringEntries<CustomerEntry> customers =
            new ExpiringEntries<>(MAX_ENTRIES, CustomerEntry::expires, CustomerEntry::merge);
    private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean isLoaded;

    /** The last revocation and reactivation of a customer; {@link Instant#MIN} for none. */
    private record CustomerEntry(Instant revokedAt, Instant reactivatedAt, Instant expires) {

        private static CustomerEntry of(Revocation revocation) {
            return revocation.kind() == Revocation.Kind.USER
                    ? new CustomerEntry(revocation.at(), Instant.MIN, revocation.expires())
                    : new CustomerEntry(Instant.MIN, revocation.at(), revocation.expires());
        }

        private CustomerEntry merge(CustomerEntry other) {
            return new CustomerEntry(
                    later(revokedAt, other.revokedAt),
                    later(reactivatedAt, other.reactivatedAt),
                    later(expires, other.expires));
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }

        /**
         * The time of issue in a token is in whole seconds. A token that was issued in the second of the customer's
         * revocation is refused only if its session was revoked, so that a customer can sign in immediately after a
         * reactivation.
         */
        private boolean refuses(Caller caller) {
            if (revokedAt.equals(Instant.MIN)) {
                return false;
            }
            Instant issued = caller.issuedAt();
            return revokedAt.isAfter(reactivatedAt)
                    || (caller.sessionId().isPresent()
                            ? !issued.plusSeconds(1).isAfter(revokedAt)
                            : !issued.isAfter(revokedAt));
        }
    }

    public Revocations(Clock clock) {
        this.clock = clock;
    }

    /** Calls the listener, on any thread, with the id of each customer whose status changes. */
    public void onCustomerChange(Consumer<UUID> listener) {
        listeners.add(listener);
    }

    /** Declares that the revocations recorded before this process started are loaded. From now on tokens can be checked. */
    public void markLoaded() {
        isLoaded = true;
    }

    public boolean isLoaded() {
        return isLoaded;
    }

    public void add(Collection<Revocation> revocations) {
        List<UUID> changed = addAll(revocations);
        listeners.forEach(listener -> changed.forEach(listener));
    }

    /** Returns the customers whose status has changed. Checks do not wait for this lock. */
    private synchronized List<UUID> addAll(Collection<Revocation> revocations) {
        Instant now = clock.instant();
        Instant latest = Revocation.latestAt(now);
        List<UUID> changed = new ArrayList<>();
        for (Revocation unchecked : revocations) {
            Revocation revocation = unchecked.notAfter(latest);
            if (revocation.kind() == Revocation.Kind.SESSION) {
                sessions.add(revocation.subject(), revocation.expires());
            } else if (customers.add(revocation.subject(), CustomerEntry.of(revocation))) {
                changed.add(revocation.subject());
            }
        }
        int dropped = sessions.removeExpired(now) + customers.removeExpired(now);
        if (dropped > 0) {
            LOG.atError()
                    .addKeyValue("excess", dropped)
                    .log("Too many revocations: some were dropped before they expired");
        }
        return changed;
    }

    /** Fails with {@link Failure.Unavailable} until {@link #markLoaded} was called. */
    @Override
    public Future<Boolean> isRevoked(Caller caller) {
        if (!isLoaded) {
            return Future.failedFuture(new Failure.Unavailable(
                    "This service has just started and is still reading revocations: try again in a moment."));
        }
        CustomerEntry customer = customers.get(caller.userId());
        boolean revoked = (customer != null && customer.refuses(caller))
                || caller.sessionId().map(sessions::get).isPresent();
        return Future.succeededFuture(revoked);
    }

    /** The number of known sessions and customers. */
    public int size() {
        return sessions.size() + customers.size();
    }
}
