package io.loomi.customers.services;

import io.loomi.common.digest.Sha256;
import io.loomi.customers.entities.RefreshToken;
import io.loomi.customers.entities.TokenFamily;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives the refresh tokens of a session from the session's secret, which is random and stored, the number of the token, and a key
 * that is not stored. So the same token can be issued twice, an old token is recognized, and the database alone is not enough to
 * derive one.
 */
public final class RefreshTokens {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "loomi refresh tokens".getBytes(StandardCharsets.US_ASCII);
    private static final int SECRET_BYTES = 32;

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

    /** Derives the current token of the family again; empty when its key is no longer configured. */
    Optional<RefreshToken> current(UUID sessionId, TokenFamily family) {
        return keys().map(key -> derive(key, sessionId, family.secret(), family.generation()))
                .filter(token -> hasHash(token, family.tokenHash()))
                .findFirst();
    }

    /** Whether this is an earlier token of the family. */
    boolean wasCurrent(RefreshToken shown, TokenFamily family) {
        return shown.generation() > 0
                && shown.generation() < family.generation()
                && keys().map(key -> derive(key, shown.sessionId(), family.secret(), shown.generation()))
                        .anyMatch(token -> hasHash(shown, hash(token)));
    }

    private static RefreshToken derive(SecretKeySpec key, UUID sessionId, String secret, int generation) {
        byte[] session = sessionId.toString().getBytes(StandardCharsets.US_ASCII);
        byte[] seed = secret.getBytes(StandardCharsets.US_ASCII);
        byte[] input = ByteBuffer.allocate(session.length + seed.length + Integer.BYTES)
                .put(session)
                .put(seed)
                .putInt(generation)
                .array();
        return RefreshToken.of(sessionId, generation, mac(key, input));
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
