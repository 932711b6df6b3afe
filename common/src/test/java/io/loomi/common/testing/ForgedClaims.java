package io.loomi.common.testing;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Correctly signed tokens with forbidden claims. */
abstract class ForgedClaims extends ForgedHeaders {

    @Test
    void expired() {
        JsonObject claims = goodClaims();
        String token = trusted().signed(claims.put("exp", claims.getLong("iat") - 6));

        assertThat(show(token)).isProblem(401, "expired-token");
    }

    @Test
    void notYetValid() {
        JsonObject claims = goodClaims();
        refuses(trusted().signed(claims.put("nbf", claims.getLong("iat") + 60)));
    }

    @Test
    void issuedInTheFuture() {
        JsonObject claims = goodClaims();
        refuses(trusted().signed(claims.put("iat", claims.getLong("iat") + 60)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil", "LOOMI", "loomi ", "", "https://loomi"})
    void anotherIssuer(String issuer) {
        refuses(trusted().signed(goodClaims().put("iss", issuer)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "LOOMI-API", "loomi-api2", ""})
    void anotherAudience(String audience) {
        refuses(trusted().signed(goodClaims().put("aud", audience)));
        refuses(trusted().signed(goodClaims().put("aud", new JsonArray().add(audience))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "sub", "sid", "exp", "nbf", "iat", "roles", "permissions"})
    void missingClaim(String claim) {
        refuses(trusted().signed(without(goodClaims(), claim)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "aud", "sub", "sid", "exp", "nbf", "iat", "roles", "permissions"})
    void claimThatIsNull(String claim) {
        refuses(trusted().signed(goodClaims().putNull(claim)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sub | 7",
                "sub | \"7\"",
                "sub | [\"7\"]",
                "sub | \"../admin\"",
                "sid | 7",
                "sid | \"7\"",
                "sid | {}",
                "exp | \"99999999999\"",
                "exp | 1e12",
                "exp | 9999999999.5",
                "exp | -1",
                "exp | 99999999999999999999999999",
                "exp | 9223372036854775807",
                "exp | true",
                "nbf | \"0\"",
                "iat | \"0\"",
                "iss | [\"loomi\"]",
                "aud | 7",
                "aud | {\"loomi-api\": true}",
                "aud | [7]",
                "roles | \"admin\"",
                "roles | [7]",
                "roles | {\"0\": \"admin\"}",
                "permissions | \"read:profile read:transactions admin:users\"",
                "permissions | [[\"admin:users\"]]"
            })
    void claimOfTheWrongType(String claim, String value) {
        String claims = without(goodClaims(), claim).encode();
        refuses(trusted().signed(header().encode(), claims.replaceFirst("}$", ",\"" + claim + "\":" + value + "}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sub", "exp", "permissions"})
    void claimThatIsThereTwice(String claim) {
        JsonObject claims = goodClaims();
        String twice =
                new JsonObject().put(claim, claims.getValue(claim)).encode().replaceFirst("}$", ",");
        refuses(trusted().signed(header().encode(), claims.encode().replaceFirst("^\\{", twice)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "\"claims\"", "{", "", "{} {}"})
    void claimsThatAreNoObject(String claims) {
        refuses(trusted().signed(header().encode(), claims));
    }
}
