package io.loomi.common.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A public key that verifies tokens, and the only algorithm that it is used with: a token cannot choose another.
 *
 * @param id the {@code kid}
 * @param jwk the key as a JSON Web Key; each caller gets a copy
 */
public record VerificationKey(String id, SignatureAlgorithm algorithm, PublicKey key, JsonObject jwk) {

    private static final int COORDINATE_BYTES = 32;
    private static final int MIN_RSA_BITS = 2048;

    /** The usable keys of a JSON Web Key Set. Other keys, such as those for encryption, are skipped. */
    public static List<VerificationKey> ofSet(JsonObject set) {
        JsonArray keys = set.getJsonArray("keys");
        return keys.stream()
                .filter(JsonObject.class::isInstance)
                .flatMap(key -> of((JsonObject) key).stream())
                .toList();
    }

    /** Parses a key. Empty unless it is a signature key for a supported algorithm. */
    public static Optional<VerificationKey> of(JsonObject jwk) {
        try {
            SignatureAlgorithm algorithm = algorithm(jwk);
            return jwk.getValue("kid") instanceof String id && "sig".equals(jwk.getString("use", "sig"))
                    ? Optional.of(new VerificationKey(id, algorithm, publicKey(jwk, algorithm), jwk.copy()))
                    : Optional.empty();
        } catch (GeneralSecurityException | RuntimeException unknown) {
            return Optional.empty();
        }
    }

    @Override
    public JsonObject jwk() {
        return jwk.copy();
    }

    /** Signatures of each of these algorithms have a fixed length. */
    int signatureBytes() {
        return key instanceof RSAPublicKey rsa
                ? Math.ceilDiv(rsa.getModulus().bitLength(), Byte.SIZE)
                : 2 * COORDINATE_BYTES;
    }

    public boolean verifies(byte[] content, byte[] signature) {
        return algorithm.verifies(key, content, signature);
    }

    private static SignatureAlgorithm algorithm(JsonObject jwk) {
        SignatureAlgorithm defaultAlgorithm = switch (jwk.getString("kty") + " " + jwk.getString("crv", "")) {
            case "EC P-256" -> SignatureAlgorithm.ES256;
            case "OKP Ed25519" -> SignatureAlgorithm.EDDSA;
            case "RSA " -> SignatureAlgorithm.RS256;
            default -> throw new IllegalArgumentException("not a kind of key for tokens");
        };
        SignatureAlgorithm named = SignatureAlgorithm.of(jwk.getString("alg", defaultAlgorithm.text()))
                .orElseThrow();
        boolean isPss = defaultAlgorithm == SignatureAlgorithm.RS256 && named == SignatureAlgorithm.PS256;
        if (named != defaultAlgorithm && !isPss) {
            throw new IllegalArgumentException("not an algorithm of this kind of key");
        }
        return named;
    }

    private static PublicKey publicKey(JsonObject jwk, SignatureAlgorithm algorithm) throws GeneralSecurityException {
        return switch (algorithm) {
            case ES256 -> {
                AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
                curve.init(new ECGenParameterSpec("secp256r1"));
                ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
                yield KeyFactory.getInstance("EC")
                        .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
            }
            case EDDSA -> KeyFactory.getInstance("Ed25519").generatePublic(edwards(bytes(jwk, "x")));
            case RS256, PS256 -> {
                var key = (RSAPublicKey) KeyFactory.getInstance("RSA")
                        .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
                if (key.getModulus().bitLength() < MIN_RSA_BITS) {
                    throw new IllegalArgumentException("too short");
                }
                yield key;
            }
        };
    }

    /** RFC 8032: y in little-endian order; the highest bit says whether x is odd. */
    private static EdECPublicKeySpec edwards(byte[] encoded) {
        if (encoded.length != COORDINATE_BYTES) {
            throw new IllegalArgumentException("not of this curve");
        }
        byte[] y = new byte[COORDINATE_BYTES];
        for (int i = 0; i < COORDINATE_BYTES; i++) {
            y[i] = encoded[COORDINATE_BYTES - 1 - i];
        }
        boolean odd = y[0] < 0;
        y[0] &= Byte.MAX_VALUE;
        return new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y)));
    }

    private static BigInteger number(JsonObject jwk, String name) {
        return new BigInteger(1, bytes(jwk, name));
    }

    private static byte[] bytes(JsonObject jwk, String name) {
        return Base64.getUrlDecoder().decode(jwk.getString(name));
    }
}
