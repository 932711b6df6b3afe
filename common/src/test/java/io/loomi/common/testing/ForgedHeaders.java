package io.loomi.common.testing;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens whose header tries to choose the key, the algorithm or the kind of token. */
abstract class ForgedHeaders extends ForgedTokens {

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE"})
    void algorithmNone(String none) {
        String content = TokenForge.encoded(header().put("alg", none).encode()) + "."
                + TokenForge.encoded(goodClaims().encode());

        refuses(content + ".");
        refuses(content);
        refuses(content + "." + signature(goodToken()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void publicKeyUsedAsASecret(String algorithm) throws GeneralSecurityException {
        byte[] encoded = publicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n";

        for (byte[] secret : new byte[][] {encoded, pem.getBytes(StandardCharsets.US_ASCII)}) {
            refuses(withHmac(algorithm, secret));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "EdDSA", "ES384", "ES512", "ES256K", "es256", "", " ES256"})
    void algorithmOfAnotherKey(String algorithm) {
        refuses(trusted().signed(header().put("alg", algorithm), goodClaims()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../dev/null",
                "..\\..\\key",
                "/etc/passwd",
                "x' OR '1'='1",
                "x'; DROP TABLE users; --",
                "key\nkey",
                "key\r\nX-Injected: yes",
                "key\u0000",
                "${jndi:ldap://127.0.0.1/a}",
                "http://127.0.0.1:1/key",
                "",
                "*"
            })
    void keyIdThatIsAPathOrAStatement(String keyId) {
        refuses(TokenForge.create().signed(header().put("kid", keyId), goodClaims()));
    }

    @Test
    void keyIdThatIsVeryLong() {
        refuses(trusted().signed(header().put("kid", "k".repeat(4000)), goodClaims()));
    }

    @Test
    void keyIdThatIsNotText() {
        refuses(trusted().signed(header().put("kid", 7), goodClaims()));
        refuses(trusted()
                .signed(header().put("kid", new JsonArray().add(trusted().keyId())), goodClaims()));
        refuses(trusted().signed(without(header(), "kid"), goodClaims()));
    }

    @Test
    void embeddedKey() {
        TokenForge own = TokenForge.create();
        refuses(own.signed(own.header().put("jwk", own.publicKey()), goodClaims()));
        refuses(own.signed(header().put("jwk", own.publicKey()), goodClaims()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jku", "x5u"})
    void addressOfAKey(String name) {
        TokenForge own = TokenForge.create();
        try (IssuerDouble elsewhere = new IssuerDouble(own)) {
            JsonObject lure = own.header().put(name, elsewhere.keysUrl());

            refuses(own.signed(lure, goodClaims()));
            refuses(own.signed(lure.put("kid", trusted().keyId()), goodClaims()));

            assertThat(elsewhere.requests())
                    .as("calls to the address in the token")
                    .isZero();
        }
    }

    @Test
    void embeddedCertificate() {
        TokenForge own = TokenForge.create();
        refuses(own.signed(header().put("x5c", new JsonArray().add("MIIB")), goodClaims()));
    }

    @Test
    void unknownCriticalHeader() {
        refuses(trusted()
                .signed(header().put("crit", new JsonArray().add("b64")).put("b64", false), goodClaims()));
        refuses(trusted().signed(header().put("crit", new JsonArray()), goodClaims()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+JWT", "rt+jwt", "logout+jwt", ""})
    void anotherTypeOfToken(String type) {
        refuses(trusted().signed(header().put("typ", type), goodClaims()));
    }

    @Test
    void noTypeOfToken() {
        refuses(trusted().signed(without(header(), "typ"), goodClaims()));
    }

    @Test
    void headerThatIsThereTwice() {
        refuses(trusted()
                .signed(
                        header().encode().replaceFirst("^\\{", "{\"alg\":\"none\","),
                        goodClaims().encode()));
    }

    private String withHmac(String algorithm, byte[] secret) throws GeneralSecurityException {
        String content = TokenForge.encoded(header().put("alg", algorithm).encode()) + "."
                + TokenForge.encoded(goodClaims().encode());
        String name = algorithm.replace("HS", "HmacSHA");
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(secret, name));
        return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    }
}
