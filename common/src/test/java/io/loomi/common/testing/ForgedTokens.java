package io.loomi.common.testing;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The parts of forged tokens, and the check that a service refuses them over HTTP. */
abstract class ForgedTokens {

    /** The key that the service trusts, which a forger does not have. */
    protected abstract TokenForge trusted();

    /** The public part of that key. */
    protected abstract PublicKey publicKey();

    /** Claims that the service accepts. */
    protected abstract JsonObject goodClaims();

    /** Sends the token in a request for the data of the customer in the good claims. */
    protected abstract Answer show(String token);

    /** A refresh token from customers. */
    protected abstract String refreshToken();

    /** A valid token of a service. */
    protected abstract String serviceToken();

    @Test
    void acceptsTheGoodToken() {
        assertThat(show(goodToken())).hasStatus(200);
    }

    void refuses(String token) {
        assertThat(show(token)).as("%s", token).isProblem(401, "invalid-token");
    }

    String goodToken() {
        return trusted().signed(goodClaims());
    }

    JsonObject header() {
        return trusted().header();
    }

    static JsonObject without(JsonObject object, String name) {
        JsonObject rest = object.copy();
        rest.remove(name);
        return rest;
    }

    static String content(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }

    static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    static String base64(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }
}
