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
 * The keys that an issuer publishes, read again once they are older than {@link #FRESH} or when a token names one that is not among
 * them, but not more often than every {@link #PAUSE}, whatever tokens are sent. Only who shows a key that is not known waits for
 * that; while the issuer is down or hangs, the last ones stay good.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class CachedKeys implements VerificationKeys {

    private static final Logger LOG = LoggerFactory.getLogger(CachedKeys.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** With {@link #LOOK}, a key that the issuer has withdrawn is trusted for less than five minutes while it can be read. */
    private static final Duration FRESH = Duration.ofMinutes(4);

    /** How often to look whether they are old, for when nobody asks. */
    private static final Duration LOOK = Duration.ofSeconds(30);

    private final String issuer;
    private final Supplier<Future<List<VerificationKey>>> source;
    private final Clock clock;
    private List<VerificationKey> keys = List.of();
    private Instant readAt = Instant.EPOCH;
    private Instant nextRead = Instant.EPOCH;
    private final SingleFlight<List<VerificationKey>> reading = new SingleFlight<>();

    /**
     * @param issuer what the log calls it
     * @param source reads what is published now
     */
    public CachedKeys(String issuer, Supplier<Future<List<VerificationKey>>> source, Clock clock) {
        this.issuer = issuer;
        this.source = source;
        this.clock = clock;
    }

    /** From now on they are read again when they are old, also while nobody asks for them; for as long as the verticle lives. */
    public CachedKeys keptFresh(Vertx vertx) {
        vertx.setPeriodic(LOOK.toMillis(), _ -> refresh());
        return this;
    }

    /** Reads them now, ahead of the first request: should the issuer be gone by then, nobody notices. */
    public CachedKeys readAhead() {
        reading.call(this::read);
        return this;
    }

    /** Fails while there is no key at all, and so no token can be verified; each time, it looks for some. */
    public Future<Void> known() {
        return keys.isEmpty() ? reading.call(this::read).mapEmpty() : Future.succeededFuture();
    }

    @Override
    public Future<List<VerificationKey>> find(String wanted) {
        if (keys.stream().anyMatch(key -> wanted.equals(key.id()))) {
            List<VerificationKey> known = keys;
            refresh();
            return Future.succeededFuture(known);
        }
        // Without any key nothing can be verified, so then every request may try.
        return keys.isEmpty() || isDue() || reading.isUnderWay()
                ? reading.call(this::read)
                        .recover(failure -> failure instanceof Unreachable ? lastGood() : Future.failedFuture(failure))
                : Future.succeededFuture(keys);
    }

    /** Those that are old; an issuer of whom nobody has shown a token yet is left alone. */
    private void refresh() {
        boolean old = clock.instant().isAfter(readAt.plus(FRESH));
        if (old && !keys.isEmpty() && isDue() && !reading.isUnderWay()) {
            reading.call(this::read);
        }
    }

    private boolean isDue() {
        return !clock.instant().isBefore(nextRead);
    }

    private Future<List<VerificationKey>> read() {
        nextRead = clock.instant().plus(PAUSE);
        return Future.succeededFuture()
                .compose(_ -> source.get())
                .compose(read -> read.isEmpty() ? Future.failedFuture("no usable key") : Future.succeededFuture(read))
                .onSuccess(this::take)
                .recover(this::lastGood);
    }

    private void take(List<VerificationKey> read) {
        keys = read;
        readAt = clock.instant();
    }

    private Future<List<VerificationKey>> lastGood(Throwable failure) {
        LOG.atWarn()
                .addKeyValue("issuer", issuer)
                .addKeyValue("cause", String.valueOf(failure.getMessage()))
                .log("Keys not readable");
        return lastGood();
    }

    private Future<List<VerificationKey>> lastGood() {
        return keys.isEmpty()
                ? Future.failedFuture(
                        new Failure.Unavailable("Who you are cannot be checked right now: try again in a moment."))
                : Future.succeededFuture(keys);
    }
}
