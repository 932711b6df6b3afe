package io.loomi.customers;

import io.loomi.common.testing.TokenForge;
import io.loomi.customers.services.SigningKey;
import io.loomi.customers.services.SigningKeyPem;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Decodes access tokens, and forges others with the service's own key. */
final class Tokens {

    private Tokens() {}

    static JsonObject claimsOf(String token) {
        return part(token, 1);
    }

    static JsonObject headerOf(String token) {
        return part(token, 0);
    }

    private static JsonObject part(String token, int index) {
        byte[] content = Base64.getUrlDecoder().decode(token.split("\\.")[index]);
        return new JsonObject(new String(content, StandardCharsets.UTF_8));
    }

    /** The service's own key in the hands of a forger. */
    static TokenForge stolenKey() {
        SigningKey key = SigningKeyPem.read(CustomersBench.KEY).getFirst();
        return TokenForge.with(key.verification(), key.privateKey());
    }

    static String signedAgain(JsonObject claims) {
        return stolenKey().signed(claims);
    }
}
