package io.loomi.common.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.TokenForge;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationKeyTest {

    private static final JsonObject RSA =
            TokenForge.create(SignatureAlgorithm.RS256).publicKey();

    @Test
    void usesRs256ForAnRsaKeyWithoutAlgorithm() {
        JsonObject key = RSA.copy();
        key.remove("alg");

        assertThat(VerificationKey.of(key))
                .get()
                .extracting(VerificationKey::algorithm)
                .isEqualTo(SignatureAlgorithm.RS256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none", "RSA-OAEP", "ES256", "RS512", ""})
    void skipsAKeyForAnotherAlgorithm(String algorithm) {
        assertThat(VerificationKey.of(RSA.copy().put("alg", algorithm))).isEmpty();
    }

    @Test
    void skipsKeysThatAreNotForTokens() {
        JsonObject edwards = TokenForge.create(SignatureAlgorithm.EDDSA).publicKey();
        JsonObject curve = TokenForge.create().publicKey();
        JsonArray keys = new JsonArray()
                .add(RSA.copy().put("use", "enc"))
                .add(RSA.copy().put("n", "AQAB"))
                .add(RSA.copy().put("n", 7))
                .add(edwards.copy().put("x", "AAAA"))
                .add(edwards.copy().put("crv", "Ed448"))
                .add(curve.copy().put("crv", "P-384"))
                .add(curve.copy().put("kid", 7))
                .add(curve.copy().putNull("kid"))
                .add(new JsonObject()
                        .put("kty", "oct")
                        .put("k", "c2VjcmV0")
                        .put("kid", "s")
                        .put("alg", "HS256"))
                .add("key")
                .add(edwards);

        assertThat(VerificationKey.ofSet(new JsonObject().put("keys", keys)))
                .extracting(VerificationKey::id)
                .containsExactly(edwards.getString("kid"));
    }
}
