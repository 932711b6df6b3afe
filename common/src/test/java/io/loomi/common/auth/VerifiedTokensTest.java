package io.loomi.common.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.TokenForge;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The cache of tokens is bounded by its size in memory, not by a number of tokens. */
class VerifiedTokensTest {

    private static final VerificationKey KEY = TokenForge.create().verificationKey();
    private static final int MANY = 20_000;

    private final VerifiedTokens tokens = new VerifiedTokens();

    @Test
    void holdsTwentyThousandOrdinaryTokens() {
        put(700);

        assertThat(size()).isBetween(MANY * 9 / 10L, (long) MANY);
    }

    @Test
    void holdsFewerOfTheLongestTokens() {
        int longest = 8192;
        put(longest);

        // the cache evicts a moment later
        Awaitility.await().until(() -> size() * longest <= VerifiedTokens.MAX_BYTES);
        assertThat(size()).isPositive();
    }

    private void put(int length) {
        String text = "x".repeat(length);
        IntStream.range(0, MANY)
                .forEach(i -> tokens.put("hash" + i, new VerifiedTokens.Verified(caller(text), "issuer", KEY)));
    }

    private long size() {
        return IntStream.range(0, MANY)
                .filter(i -> tokens.find("hash" + i).isPresent())
                .count();
    }

    private static Caller caller(String text) {
        Instant now = Instant.now();
        return new Caller(
                UUID.randomUUID(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                text,
                now,
                now.plusSeconds(60),
                Optional.empty());
    }
}
