package io.loomi.common.auth;

import io.loomi.common.async.SingleFlight;
import io.loomi.common.errors.Failure;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes, kept for {@link #LIFE} or until a token names one that is not among them; then they are
 * read again, but not more often than every {@link #PAUSE}, whatever tokens are sent. While the issuer is down, the last
 * ones stay good, and nobody whose key is among them waits for it.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class CachedKeys implements VerificationKeys {

    private static final Logger LOG = LoggerFactory.getLogger(CachedKeys.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** A key that the issuer has withdrawn is trusted for as long at most. */
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final String issuer;
    private final Supplier<Future<List<VerificationKey>>> source;
    private final Clock clock;
    private List<VerificationKey> keys = List.of();
    private Instant readAt = Instant.EPOCH;
    private Instant nextRead = Instant.EPOCH;
    private boolean unwell;
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

    @Override
    public Future<List<VerificationKey>> find(String wanted) {
        Instant now = clock.instant();
        boolean known = keys.stream().anyMatch(key -> wanted.equals(key.id()));
        if (known && !now.isAfter(readAt.plus(LIFE))) {
            return Future.succeededFuture(keys);
        }
        // Without any key nothing can be verified, so then every request may try.
        boolean due = keys.isEmpty() || !now.isBefore(nextRead);
        if (!due && !reading.isUnderWay()) {
            return Future.succeededFuture(keys);
        }
        Future<List<VerificationKey>> read = reading.call(this::read);
        return known && unwell ? Future.succeededFuture(keys) : read;
    }

    private Future<List<VerificationKey>> read() {
        nextRead = clock.instant().plus(PAUSE);
        return source.get()
                .compose(read -> read.isEmpty() ? Future.failedFuture("no usable key") : Future.succeededFuture(read))
                .onSuccess(this::take)
                .recover(this::lastGood);
    }

    private void take(List<VerificationKey> read) {
        keys = read;
        readAt = clock.instant();
        unwell = false;
    }

    private Future<List<VerificationKey>> lastGood(Throwable failure) {
        unwell = true;
        LOG.atWarn()
                .addKeyValue("issuer", issuer)
                .addKeyValue("cause", String.valueOf(failure.getMessage()))
                .log("Keys not readable");
        return keys.isEmpty()
                ? Future.failedFuture(
                        new Failure.Unavailable("Who you are cannot be checked right now: try again in a moment."))
                : Future.succeededFuture(keys);
    }
}
