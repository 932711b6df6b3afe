package io.loomi.common.auth;

import com.github.benmanes.caffeine.cache.Cache;
import io.loomi.common.cache.LocalCache;
import io.loomi.common.metrics.Metrics;
import java.time.Duration;
import java.util.Optional;

/**
 * A cache of verified tokens by their hash. Thread-safe: all event loops of a process share it, because a customer's
 * requests arrive on each of them, and checking a signature costs more than the rest of a request.
 */
public final class VerifiedTokens {

    /**
     * Enough for the tokens of about 20,000 customers of this bank: a token and its cache entry take 1.3 kB. Tokens of
     * an external issuer are longer, so fewer of them fit.
     */
    static final long MAX_BYTES = 25L * 1024 * 1024;

    /** The size of an entry without the text of the token: hash, caller and cache overhead. */
    private static final int OVERHEAD_BYTES = 600;

    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(5);

    /**
     * @param issuer the {@code iss} of the caller's token
     * @param key the key that signed it
     */
    record Verified(Caller caller, String issuer, VerificationKey key) {}

    private final Cache<String, Verified> tokens = LocalCache.builder()
            .maximumWeight(MAX_BYTES)
            .weigher((String _, Verified token) ->
                    OVERHEAD_BYTES + token.caller().token().length())
            .expireAfterWrite(TIME_TO_LIVE)
            .recordStats()
            .build();

    /** Reports hits and misses. */
    public VerifiedTokens measuredBy(Metrics metrics) {
        metrics.watch("tokens", tokens);
        return this;
    }

    Optional<Verified> find(String hash) {
        return Optional.ofNullable(tokens.getIfPresent(hash));
    }

    void put(String hash, Verified token) {
        tokens.put(hash, token);
    }
}
