package io.loomi.customers.services;

import io.loomi.common.identity.Sha256;
import io.loomi.customers.entities.RefreshToken;
import io.loomi.customers.entities.TokenFamily;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives the refresh tokens of a session from the token's number and the session's random secret, which the database
 * stores. The first half of a proof also needs a signing key. The key is not in the database, so that nobody can create
 * a token from the database alone. While the key exists, the same token can be derived again. The second half needs no
 * key. After any number of key rotations, it still proves that the session once issued the token.
 */
public final class RefreshTokens {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "loomi refresh tokens".getBytes(StandardCharsets.US_ASCII);
    private static final int SECRET_BYTES = 32;

    /** 128 bits for each half. */
    private static final int HALF_BYTES = 16;

    private final SigningKeys signing;
    private final SecureRandom random = new SecureRandom();

    /** @param signing the first key derives new tokens; tokens derived from the other keys stay recognizable */
    public RefreshTokens(SigningKeys signing) {
        this.signing = signing;
    }

    private Stream<SecretKeySpec> keys() {
        return signing.all().stream().map(RefreshTokens::keyOf);
    }

    private static SecretKeySpec keyOf(SigningKey signing) {
        return new SecretKeySpec(mac(new SecretKeySpec(signing.secret(), ALGORITHM), PURPOSE), ALGORITHM);
    }

    /** Creates the secret of a new session. */
    String newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    RefreshToken derive(UUID sessionId, String secret, int generation) {
        return derive(keyOf(signing.first()), sessionId, secret, generation);
    }

    /** Returns what the database stores of a session with this current token. */
    static TokenFamily family(String secret, RefreshToken current, Instant now) {
        return new TokenFamily(secret, current.generation(), hash(current), now);
    }

    static boolean isCurrent(RefreshToken presented, TokenFamily family) {
        return presented.generation() == family.generation() && hasHash(presented, family.tokenHash());
    }

    /**
     * Derives the family's current token again for the holder of an earlier token. Both halves of the earlier token
     * must match, because the second half can be created from the database alone. Empty if the key of either token no
     * longer exists.
     */
    Optional<RefreshToken> current(RefreshToken earlier, TokenFamily family) {
        return derived(earlier.sessionId(), family, earlier.generation())
                .filter(token -> hasHash(earlier, hash(token)))
                .flatMap(_ -> derived(earlier.sessionId(), family, family.generation()))
                .filter(token -> hasHash(token, family.tokenHash()))
                .findFirst();
    }

    /** Derives the token with this number from each key. */
    private Stream<RefreshToken> derived(UUID sessionId, TokenFamily family, int generation) {
        return keys().map(key -> derive(key, sessionId, family.secret(), generation));
    }

    /** Whether this was once the family's current token. */
    static boolean wasCurrent(RefreshToken presented, TokenFamily family) {
        return presented.generation() > 0
                && presented.generation() < family.generation()
                && MessageDigest.isEqual(
                        Arrays.copyOfRange(presented.proof(), HALF_BYTES, 2 * HALF_BYTES),
                        keylessHalf(presented.sessionId(), family.secret(), presented.generation()));
    }

    private static RefreshToken derive(SecretKeySpec key, UUID sessionId, String secret, int generation) {
        byte[] proof = ByteBuffer.allocate(2 * HALF_BYTES)
                .put(mac(key, input(sessionId, secret, generation)), 0, HALF_BYTES)
                .put(keylessHalf(sessionId, secret, generation))
                .array();
        return RefreshToken.of(sessionId, generation, proof);
    }

    private static byte[] keylessHalf(UUID sessionId, String secret, int generation) {
        SecretKeySpec key = new SecretKeySpec(secret.getBytes(StandardCharsets.US_ASCII), ALGORITHM);
        return Arrays.copyOf(mac(key, input(sessionId, secret, generation)), HALF_BYTES);
    }

    private static byte[] input(UUID sessionId, String secret, int generation) {
        byte[] session = sessionId.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] seed = secret.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(session.length + seed.length + Integer.BYTES)
                .put(session)
                .put(seed)
                .putInt(generation)
                .array();
    }

    private static boolean hasHash(RefreshToken token, String hash) {
        return MessageDigest.isEqual(
                hash(token).getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
    }

    private static String hash(RefreshToken token) {
        return Sha256.hex(token.text());
    }

    private static byte[] mac(SecretKeySpec key, byte[] input) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(input);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
