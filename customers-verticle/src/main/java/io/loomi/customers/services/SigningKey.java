package io.loomi.customers.services;

import io.loomi.common.auth.SignatureAlgorithm;
import io.loomi.common.auth.VerificationKey;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key pair that signs access tokens: of the curve P-256 for ES256, or Ed25519 for EdDSA.
 *
 * @param verification its public half; its id, the {@code kid}, is the key's thumbprint (RFC 7638)
 * @param publicKey the same as a JSON Web Key
 */
public record SigningKey(VerificationKey verification, JsonObject publicKey, PrivateKey privateKey) {

    private static final int COORDINATE_BYTES = 32;

    /** A new pair for ES256, for development. */
    public static SigningKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return of(generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @throws GeneralSecurityException when the two halves do not belong together, or are of another kind */
    static SigningKey of(KeyPair pair) throws GeneralSecurityException {
        JsonObject jwk = jwk(pair);
        VerificationKey verification =
                VerificationKey.of(jwk).orElseThrow(() -> new GeneralSecurityException("not a key for tokens"));
        SigningKey key = new SigningKey(verification, jwk, pair.getPrivate());
        key.requireUsable();
        return key;
    }

    public String id() {
        return verification.id();
    }

    byte[] sign(byte[] content) {
        try {
            return verification.algorithm().sign(privateKey, content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What only the holder of the key knows: its 32 bytes, without the form around them. */
    byte[] secret() {
        return switch (privateKey) {
            case ECPrivateKey key -> fixed(key.getS());
            case EdECPrivateKey key -> key.getBytes().orElseThrow();
            default -> throw new IllegalStateException("not a key for tokens");
        };
    }

    private void requireUsable() throws GeneralSecurityException {
        byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
        byte[] signature = verification.algorithm().sign(privateKey, probe);
        if (!verification.verifies(probe, signature)) {
            throw new GeneralSecurityException("the public key is another's");
        }
    }

    private static JsonObject jwk(KeyPair pair) throws GeneralSecurityException {
        JsonObject required = requiredMembers(pair);
        byte[] thumbprint =
                MessageDigest.getInstance("SHA-256").digest(required.encode().getBytes(StandardCharsets.US_ASCII));
        SignatureAlgorithm algorithm =
                required.getString("kty").equals("EC") ? SignatureAlgorithm.ES256 : SignatureAlgorithm.EDDSA;
        return required.put("kid", encoded(thumbprint)).put("use", "sig").put("alg", algorithm.text());
    }

    /** In the order of their names, as RFC 7638 wants them for the thumbprint. */
    private static JsonObject requiredMembers(KeyPair pair) throws GeneralSecurityException {
        return switch (pair.getPublic()) {
            case ECPublicKey key
            when key.getParams().getOrder().bitLength() == COORDINATE_BYTES * Byte.SIZE ->
                new JsonObject()
                        .put("crv", "P-256")
                        .put("kty", "EC")
                        .put("x", encoded(fixed(key.getW().getAffineX())))
                        .put("y", encoded(fixed(key.getW().getAffineY())));
            case EdECPublicKey key
            when key.getParams().getName().equals("Ed25519") ->
                new JsonObject().put("crv", "Ed25519").put("kty", "OKP").put("x", encoded(edwards(key)));
            default -> throw new GeneralSecurityException("not a key for tokens");
        };
    }

    /** The last 32 bytes of what is encoded: y in little-endian order, with the sign of x in its highest bit. */
    private static byte[] edwards(EdECPublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - COORDINATE_BYTES, encoded.length);
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return fixed;
    }

    private static String encoded(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
