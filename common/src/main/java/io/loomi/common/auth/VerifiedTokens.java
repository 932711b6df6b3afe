package io.loomi.common.auth;

import com.github.benmanes.caffeine.cache.Cache;
import io.loomi.common.memory.LocalCache;
import io.loomi.common.metrics.Metrics;
import java.time.Duration;
import java.util.Optional;

/**
 * The tokens that were verified lately, by their hashes. Thread-safe, and the one thing that the event loops of a process have
 * in common: everybody's token comes to each of them, and checking its signature costs more than the rest of a request.
 */
public final class VerifiedTokens {

    /**
     * Bounds the people that a process serves at speed: about 20,000 with tokens of this bank, which take 1.3 kB each with what is
     * known of them, and fewer with the longer ones of another issuer.
     */
    static final long MOST_BYTES = 25L * 1024 * 1024;

    /** What a token takes beside its own text: its hash, its caller and its place in the cache. */
    private static final int BESIDE_BYTES = 600;

    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(5);

    /**
     * @param issuer the {@code iss} of the caller's token
     * @param key what it was signed with
     */
    record Verified(Caller caller, String issuer, VerificationKey key) {}

    private final Cache<String, Verified> tokens = LocalCache.builder()
            .maximumWeight(MOST_BYTES)
            .weigher((String _, Verified token) ->
                    BESIDE_BYTES + token.caller().token().length())
            .expireAfterWrite(REMEMBERED_FOR)
            .recordStats()
            .build();

    /** Counts how many tokens were known. */
    public VerifiedTokens measuredBy(Metrics metrics) {
        metrics.watch("tokens", tokens);
        return this;
    }

    Optional<Verified> find(String hash) {
        return Optional.ofNullable(tokens.getIfPresent(hash));
    }

    void remember(String hash, Verified token) {
        tokens.put(hash, token);
    }
}
