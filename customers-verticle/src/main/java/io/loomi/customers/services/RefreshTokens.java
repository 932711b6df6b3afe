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
 * Derives the refresh tokens of a session from the session's secret, which is random and stored, and the token's number. One half
 * of a token needs a key as well, which is not stored, so that the database alone makes none; the same token can be given out
 * twice while the key is there. The other half needs none: it tells that a token was good once for as long as its session lives,
 * whichever keys have come and gone.
 */
public final class RefreshTokens {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "loomi refresh tokens".getBytes(StandardCharsets.US_ASCII);
    private static final int SECRET_BYTES = 32;

    /** 128 bits each. */
    private static final int HALF_BYTES = 16;

    private final SigningKeys signing;
    private final SecureRandom random = new SecureRandom();

    /** @param signing the first key derives new tokens; every key recognizes the tokens that it derived */
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

    static boolean isCurrent(RefreshToken shown, TokenFamily family) {
        return shown.generation() == family.generation() && hasHash(shown, family.tokenHash());
    }

    /**
     * The family's present token once more, for whoever holds an earlier one as a whole: its lasting half alone could be made of what
     * the database holds. Empty when the key of either is gone.
     */
    Optional<RefreshToken> current(RefreshToken earlier, TokenFamily family) {
        return derived(earlier.sessionId(), family, earlier.generation())
                .filter(token -> hasHash(earlier, hash(token)))
                .flatMap(_ -> derived(earlier.sessionId(), family, family.generation()))
                .filter(token -> hasHash(token, family.tokenHash()))
                .findFirst();
    }

    /** The token of this number, by each key that there is. */
    private Stream<RefreshToken> derived(UUID sessionId, TokenFamily family, int generation) {
        return keys().map(key -> derive(key, sessionId, family.secret(), generation));
    }

    /** Whether this was the family's present token once. */
    static boolean wasCurrent(RefreshToken shown, TokenFamily family) {
        return shown.generation() > 0
                && shown.generation() < family.generation()
                && MessageDigest.isEqual(
                        Arrays.copyOfRange(shown.proof(), HALF_BYTES, 2 * HALF_BYTES),
                        lastingHalf(shown.sessionId(), family.secret(), shown.generation()));
    }

    private static RefreshToken derive(SecretKeySpec key, UUID sessionId, String secret, int generation) {
        byte[] proof = ByteBuffer.allocate(2 * HALF_BYTES)
                .put(mac(key, input(sessionId, secret, generation)), 0, HALF_BYTES)
                .put(lastingHalf(sessionId, secret, generation))
                .array();
        return RefreshToken.of(sessionId, generation, proof);
    }

    private static byte[] lastingHalf(UUID sessionId, String secret, int generation) {
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
