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
 * A key pair that signs access tokens: P-256 for ES256, or Ed25519 for EdDSA.
 *
 * @param verification the public key; its id, the {@code kid}, is the key's thumbprint (RFC 7638)
 * @param publicKey the public key as a JSON Web Key
 */
public record SigningKey(VerificationKey verification, JsonObject publicKey, PrivateKey privateKey) {

    private static final int COORDINATE_BYTES = 32;

    /** Generates a key pair for ES256, for development. */
    public static SigningKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return of(generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** @throws GeneralSecurityException when the keys do not belong together, or are of another kind */
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

    /** Returns the 32 bytes of the private key, without their encoding. */
    byte[] secret() {
        return switch (privateKey) {
            case ECPrivateKey key -> fixedLength(key.getS());
            case EdECPrivateKey key -> key.getBytes().orElseThrow();
            default -> throw new IllegalStateException("not a key for tokens");
        };
    }

    private void requireUsable() throws GeneralSecurityException {
        byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
        byte[] signature = verification.algorithm().sign(privateKey, probe);
        if (!verification.verifies(probe, signature)) {
            throw new GeneralSecurityException("the public key does not belong to the private key");
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

    /** Sorted by name, as RFC 7638 requires for the thumbprint. */
    private static JsonObject requiredMembers(KeyPair pair) throws GeneralSecurityException {
        return switch (pair.getPublic()) {
            case ECPublicKey key
            when key.getParams().getOrder().bitLength() == COORDINATE_BYTES * Byte.SIZE ->
                new JsonObject()
                        .put("crv", "P-256")
                        .put("kty", "EC")
                        .put("x", encoded(fixedLength(key.getW().getAffineX())))
                        .put("y", encoded(fixedLength(key.getW().getAffineY())));
            case EdECPublicKey key
            when key.getParams().getName().equals("Ed25519") ->
                new JsonObject().put("crv", "Ed25519").put("kty", "OKP").put("x", encoded(edwardsPoint(key)));
            default -> throw new GeneralSecurityException("not a key for tokens");
        };
    }

    /** Returns the last 32 bytes of the encoding: y in little-endian order, with the sign of x in the highest bit. */
    private static byte[] edwardsPoint(EdECPublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - COORDINATE_BYTES, encoded.length);
    }

    private static byte[] fixedLength(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] padded = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, padded, COORDINATE_BYTES - length, length);
        return padded;
    }

    private static String encoded(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id() + "]";
    }
}
