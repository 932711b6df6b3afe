package io.loomi.common.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.impl.jose.JWK;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A public key that verifies tokens, and the only algorithm that it is used with: a token cannot choose another.
 *
 * @param id the {@code kid}
 * @param jwk the key as a JSON Web Key without its certificates; each caller gets a copy
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
            JsonObject bare = jwk.copy();
            bare.remove("x5c"); // vertx-auth would use its certificate instead of the key
            SignatureAlgorithm algorithm = algorithm(bare);
            return bare.getValue("kid") instanceof String id && "sig".equals(bare.getString("use", "sig"))
                    ? Optional.of(new VerificationKey(id, algorithm, publicKey(bare), bare))
                    : Optional.empty();
        } catch (RuntimeException unknown) {
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

    /** Parses the key as the check of signatures will. Fails if the key is malformed or too short. */
    private static PublicKey publicKey(JsonObject jwk) {
        PublicKey key = Objects.requireNonNull(new JWK(jwk).publicKey(), "no public key");
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new IllegalArgumentException("too short");
        }
        return key;
    }
}
