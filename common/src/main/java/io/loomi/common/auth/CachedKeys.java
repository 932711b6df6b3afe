package io.loomi.common.auth;

import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.SingleFlight;
import io.loomi.common.resilience.Unreachable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Caches the keys that an issuer publishes. It reads them again when they are older than {@link #MAX_AGE} or a token
 * names an unknown key, but at most once in {@link #MIN_INTERVAL}. Only a token with an unknown key waits for the read.
 * While the issuer does not answer, the last keys stay valid.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class CachedKeys implements VerificationKeys {

    private static final Logger LOG = LoggerFactory.getLogger(CachedKeys.class);
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(10);

    /**
     * While the issuer answers, a withdrawn key is trusted for at most this time plus {@link #CHECK_INTERVAL}, which is
     * less than five minutes.
     */
    private static final Duration MAX_AGE = Duration.ofMinutes(4);

    /** How often the age of the keys is checked while no tokens arrive. */
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(30);

    private final String issuer;
    private final Supplier<Future<List<VerificationKey>>> source;
    private final Clock clock;
    private List<VerificationKey> keys = List.of();
    private Instant readAt = Instant.EPOCH;
    private Instant nextReadAt = Instant.EPOCH;
    private final SingleFlight<List<VerificationKey>> reading = new SingleFlight<>();

    /**
     * @param issuer the issuer's name in the log
     * @param source reads the keys that are published now
     */
    public CachedKeys(String issuer, Supplier<Future<List<VerificationKey>>> source, Clock clock) {
        this.issuer = issuer;
        this.source = source;
        this.clock = clock;
    }

    /** Keeps the keys fresh in the background too, until the verticle is undeployed. */
    public CachedKeys refreshInBackground(Vertx vertx) {
        vertx.setPeriodic(CHECK_INTERVAL.toMillis(), _ -> refresh());
        return this;
    }

    /** Reads the keys now, so that the first request does not depend on the issuer. */
    public CachedKeys prefetch() {
        reading.call(this::read);
        return this;
    }

    /**
     * Fails while no keys are known, because no token can be verified then. Each failing call also tries to read the
     * keys.
     */
    public Future<Void> requireKeys() {
        return keys.isEmpty() ? reading.call(this::read).mapEmpty() : Future.succeededFuture();
    }

    @Override
    public Future<List<VerificationKey>> find(String wanted) {
        if (keys.stream().anyMatch(key -> wanted.equals(key.id()))) {
            List<VerificationKey> known = keys;
            refresh();
            return Future.succeededFuture(known);
        }
        // Without keys no token can be verified, so every request may read them.
        return keys.isEmpty() || isDue() || reading.isInFlight()
                ? reading.call(this::read)
                        .recover(failure -> failure instanceof Unreachable ? lastKnown() : Future.failedFuture(failure))
                : Future.succeededFuture(keys);
    }

    /** Reads old keys again, except those of an issuer whose tokens were never used. */
    private void refresh() {
        boolean old = clock.instant().isAfter(readAt.plus(MAX_AGE));
        if (old && !keys.isEmpty() && isDue() && !reading.isInFlight()) {
            reading.call(this::read);
        }
    }

    private boolean isDue() {
        return !clock.instant().isBefore(nextReadAt);
    }

    private Future<List<VerificationKey>> read() {
        nextReadAt = clock.instant().plus(MIN_INTERVAL);
        return Future.succeededFuture()
                .compose(_ -> source.get())
                .compose(read -> read.isEmpty() ? Future.failedFuture("no usable key") : Future.succeededFuture(read))
                .onSuccess(this::replace)
                .recover(this::lastKnown);
    }

    private void replace(List<VerificationKey> read) {
        keys = read;
        readAt = clock.instant();
    }

    private Future<List<VerificationKey>> lastKnown(Throwable failure) {
        LOG.atWarn()
                .addKeyValue("issuer", issuer)
                .addKeyValue("cause", String.valueOf(failure.getMessage()))
                .log("Verification keys cannot be read");
        return lastKnown();
    }

    private Future<List<VerificationKey>> lastKnown() {
        return keys.isEmpty()
                ? Future.failedFuture(
                        new Failure.Unavailable("Your access token cannot be checked now: try again in a moment."))
                : Future.succeededFuture(keys);
    }
}
