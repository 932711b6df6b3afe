package io.loomi.customers.services;

import io.loomi.common.config.StartFailure;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An ES256 key pair as JSON Web Keys.
 *
 * @param id the {@code kid}: the key's thumbprint (RFC 7638)
 * @param publicKey what anyone may know
 * @param privateKey what signs
 */
public record SigningKey(String id, JsonObject publicKey, JsonObject privateKey) {

    private static final String CURVE = "secp256r1";
    private static final int COORDINATE_BYTES = 32;
    private static final byte UNCOMPRESSED = 4;

    private static final String EXPECTATION =
            "JWT_PRIVATE_KEYS must hold EC P-256 private keys in PKCS#8 PEM, each with its public key: make one with "
                    + "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256.";

    /** A new pair, for development. */
    public static SigningKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            return of(generator.generateKeyPair());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Reads a private key from PEM. Its public key is taken from a block of its own where there is one, and else from
     * inside the private key, where openssl puts it.
     *
     * @throws StartFailure when it is not such a key
     */
    public static SigningKey fromPem(String pem) {
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            byte[] pkcs8 = block(pem, "PRIVATE KEY").orElseThrow(() -> new StartFailure(EXPECTATION));
            var secret = (ECPrivateKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            Optional<byte[]> spki = block(pem, "PUBLIC KEY");
            var shared = (ECPublicKey)
                    (spki.isPresent()
                            ? factory.generatePublic(new X509EncodedKeySpec(spki.get()))
                            : factory.generatePublic(new ECPublicKeySpec(pointAtTheEnd(pkcs8), secret.getParams())));
            KeyPair pair = new KeyPair(shared, secret);
            requireUsable(pair);
            return of(pair);
        } catch (GeneralSecurityException | IllegalArgumentException notAKey) {
            throw new StartFailure(EXPECTATION, notAKey);
        }
    }

    private static Optional<byte[]> block(String pem, String label) {
        Matcher match = Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----")
                .matcher(pem);
        return match.find() ? Optional.of(Base64.getMimeDecoder().decode(match.group(1))) : Optional.empty();
    }

    /** An ECPrivateKey structure ends with its public point, where it has one: 04, x, y. */
    private static ECPoint pointAtTheEnd(byte[] pkcs8) {
        int x = pkcs8.length - 2 * COORDINATE_BYTES;
        int y = pkcs8.length - COORDINATE_BYTES;
        if (x < 1 || pkcs8[x - 1] != UNCOMPRESSED) {
            throw new StartFailure(EXPECTATION);
        }
        return new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(pkcs8, x, y)),
                new BigInteger(1, Arrays.copyOfRange(pkcs8, y, pkcs8.length)));
    }

    private static void requireUsable(KeyPair pair) throws GeneralSecurityException {
        if (((ECPublicKey) pair.getPublic()).getParams().getOrder().bitLength() != COORDINATE_BYTES * Byte.SIZE) {
            throw new StartFailure(EXPECTATION);
        }
        byte[] probe = "probe".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(pair.getPublic());
        signature.update(probe);
        if (!signature.verify(signed)) {
            throw new StartFailure(EXPECTATION);
        }
    }

    private static SigningKey of(KeyPair pair) throws GeneralSecurityException {
        ECPoint point = ((ECPublicKey) pair.getPublic()).getW();
        String x = coordinate(point.getAffineX());
        String y = coordinate(point.getAffineY());
        String canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
        byte[] thumbprint = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.US_ASCII));
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(thumbprint);
        JsonObject shared = new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", x)
                .put("y", y)
                .put("kid", id)
                .put("use", "sig")
                .put("alg", "ES256");
        JsonObject secret = shared.copy().put("d", coordinate(((ECPrivateKey) pair.getPrivate()).getS()));
        return new SigningKey(id, shared, secret);
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }

    @Override
    public String toString() {
        return "SigningKey[" + id + "]";
    }
}
