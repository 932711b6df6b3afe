package io.loomi.common.testing;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** What forgeries are made from, and what must become of them: they are shown over HTTP to a service that must take none. */
abstract class ForgedTokens {

    /** The key that the service trusts, with which a forger could only dream to sign. */
    protected abstract TokenForge trusted();

    /** The public half of that key. */
    protected abstract PublicKey publicKey();

    /** Claims that the service takes. */
    protected abstract JsonObject goodClaims();

    /** Asks the service for what belongs to the person of the good claims. */
    protected abstract Answer show(String token);

    /** A refresh token as customers gives it out. */
    protected abstract String refreshToken();

    /** A good token of a service. */
    protected abstract String serviceToken();

    @Test
    void takesTheTokenThatEveryForgeryBeginsWith() {
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
