package io.loomi.customers.services;

import io.loomi.common.config.StartFailure;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads signing keys from PEM. */
public final class SigningKeyPem {

    private static final int COORDINATE_BYTES = 32;
    private static final byte UNCOMPRESSED = 4;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ((?:PRIVATE|PUBLIC) KEY)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private static final String EXPECTATION =
            "JWT_PRIVATE_KEYS must hold private keys of the curve P-256 or Ed25519 in PKCS#8 PEM: make one with "
                    + "openssl genpkey -algorithm ed25519.";

    private SigningKeyPem() {}

    /**
     * Returns the keys of a text, in its order. A public key block may follow a private key. Without one, the public
     * key is computed (Ed25519), or comes from the private key block (P-256, where openssl includes it).
     *
     * @throws StartFailure when there is no key, or a key of another kind
     */
    public static List<SigningKey> read(String pem) {
        try {
            List<SigningKey> keys = new ArrayList<>();
            byte @Nullable [] secret = null;
            Matcher block = BLOCK.matcher(pem);
            while (block.find()) {
                byte[] content = Base64.getMimeDecoder().decode(block.group(2));
                if (block.group(1).equals("PRIVATE KEY")) {
                    addWithoutPublicBlock(keys, secret);
                    secret = content;
                } else if (secret != null) {
                    keys.add(pair(secret, content));
                    secret = null;
                }
            }
            addWithoutPublicBlock(keys, secret);
            if (keys.isEmpty()) {
                throw new StartFailure(EXPECTATION);
            }
            return keys;
        } catch (GeneralSecurityException | IllegalArgumentException notAKey) {
            throw new StartFailure(EXPECTATION, notAKey);
        }
    }

    private static void addWithoutPublicBlock(List<SigningKey> keys, byte @Nullable [] secret)
            throws GeneralSecurityException {
        if (secret != null) {
            keys.add(pair(secret, null));
        }
    }

    private static SigningKey pair(byte[] pkcs8, byte @Nullable [] spki) throws GeneralSecurityException {
        PrivateKey secret = privateKey(pkcs8);
        PublicKey publicKey = spki == null
                ? publicKey(secret, pkcs8)
                : KeyFactory.getInstance(secret.getAlgorithm()).generatePublic(new X509EncodedKeySpec(spki));
        return SigningKey.of(new KeyPair(publicKey, secret));
    }

    private static PrivateKey privateKey(byte[] pkcs8) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (InvalidKeySpecException anotherKind) {
            return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        }
    }

    private static PublicKey publicKey(PrivateKey secret, byte[] pkcs8) throws GeneralSecurityException {
        return switch (secret) {
            case ECPrivateKey key ->
                KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(pointAtTheEnd(pkcs8), key.getParams()));
            case EdECPrivateKey key -> generatedFrom(key.getBytes().orElseThrow());
            default -> throw new GeneralSecurityException("not a key for tokens");
        };
    }

    /** Reads the public point at the end of an ECPrivateKey structure: 04, x, y. It is optional there. */
    private static ECPoint pointAtTheEnd(byte[] pkcs8) throws GeneralSecurityException {
        int x = pkcs8.length - 2 * COORDINATE_BYTES;
        int y = pkcs8.length - COORDINATE_BYTES;
        if (x < 1 || pkcs8[x - 1] != UNCOMPRESSED) {
            throw new GeneralSecurityException("no public key");
        }
        return new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(pkcs8, x, y)),
                new BigInteger(1, Arrays.copyOfRange(pkcs8, y, pkcs8.length)));
    }

    /**
     * The JDK computes an Ed25519 public key only when it generates a pair. So this method passes the private key as
     * the random bytes of the generator.
     */
    private static PublicKey generatedFrom(byte[] secret) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        generator.initialize(NamedParameterSpec.ED25519, new FixedBytes(secret));
        return generator.generateKeyPair().getPublic();
    }

    @SuppressWarnings("serial") // never serialized
    private static final class FixedBytes extends SecureRandom {
        private final byte[] bytes;

        private FixedBytes(byte[] bytes) {
            super(null, null);
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] target) {
            System.arraycopy(bytes, 0, target, 0, target.length);
        }
    }
}
