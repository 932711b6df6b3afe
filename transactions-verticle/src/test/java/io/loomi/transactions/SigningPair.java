package io.loomi.transactions;

import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** A P-256 key pair as JSON Web Keys. */
record SigningPair(String id, JsonObject publicKey, JsonObject privateKey) {

    private static final int COORDINATE_BYTES = 32;

    static SigningPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return of(UUID.randomUUID().toString(), generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static SigningPair of(String id, KeyPair pair) {
        var point = ((ECPublicKey) pair.getPublic()).getW();
        JsonObject shared = new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", coordinate(point.getAffineX()))
                .put("y", coordinate(point.getAffineY()))
                .put("kid", id)
                .put("use", "sig")
                .put("alg", "ES256");
        JsonObject secret = shared.copy().put("d", coordinate(((ECPrivateKey) pair.getPrivate()).getS()));
        return new SigningPair(id, shared, secret);
    }

    /** Exactly 32 bytes, whatever sign byte or missing zeros Java's form of the number has. */
    private static String coordinate(BigInteger number) {
        byte[] padded =
                number.add(BigInteger.ONE.shiftLeft(COORDINATE_BYTES * 8)).toByteArray();
        byte[] exact = Arrays.copyOfRange(padded, padded.length - COORDINATE_BYTES, padded.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(exact);
    }
}
