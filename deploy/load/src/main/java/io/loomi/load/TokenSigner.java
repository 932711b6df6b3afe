package io.loomi.load;

import io.loomi.common.auth.Permission;
import io.loomi.common.auth.SignatureAlgorithm;
import io.loomi.common.auth.TokenRules;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Signs access tokens as customers does, with a key that customers receives at its start. This replaces registration and sign-in,
 * whose Argon2id hashes would take minutes.
 */
final class TokenSigner {

    /** Longer than that of customers' tokens, so that none expires during a run. */
    private static final Duration TIME_TO_LIVE = Duration.ofHours(24);

    private static final int COORDINATE_BYTES = 32;

    private final KeyPair pair;
    private final String header;

    private TokenSigner(KeyPair pair) throws GeneralSecurityException {
        this.pair = pair;
        this.header = encoded(new JsonObject()
                .put("typ", TokenRules.TYPE)
                .put("alg", SignatureAlgorithm.ES256.text())
                .put("kid", thumbprint((ECPublicKey) pair.getPublic())));
    }

    static TokenSigner withNewKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return new TokenSigner(generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The key in the form of {@code JWT_PRIVATE_KEYS}. */
    String pem() {
        return block("PRIVATE KEY", pair.getPrivate().getEncoded())
                + block("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    /** Signs an access token with all permissions of a customer. */
    String sign(UUID customer, Instant now) {
        JsonObject claims = new JsonObject()
                .put("iss", "loomi")
                .put("aud", "loomi-api")
                .put("sub", customer.toString())
                .put("sid", customer.toString()) // the session of customers.sql
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("exp", now.plus(TIME_TO_LIVE).getEpochSecond())
                .put("roles", new JsonArray().add("user"))
                .put(
                        "permissions",
                        new JsonArray()
                                .add(Permission.READ_PROFILE)
                                .add(Permission.READ_TRANSACTIONS)
                                .add(Permission.WRITE_PROFILE)
                                .add(Permission.WRITE_TRANSACTIONS));
        String content = header + "." + encoded(claims);
        return content + "." + base64(signature(content));
    }

    private byte[] signature(String content) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The key id that customers uses (RFC 7638). */
    private static String thumbprint(ECPublicKey key) throws GeneralSecurityException {
        ECPoint point = key.getW();
        String canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}"
                .formatted(coordinate(point.getAffineX()), coordinate(point.getAffineY()));
        return base64(MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return base64(fixed);
    }

    private static String encoded(JsonObject json) {
        return base64(json.toBuffer().getBytes());
    }

    private static String base64(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }

    private static String block(String label, byte[] content) {
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                .formatted(label, Base64.getMimeEncoder().encodeToString(content));
    }
}
