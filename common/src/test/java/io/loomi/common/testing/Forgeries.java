package io.loomi.common.testing;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that somebody has made up, by name, shown over HTTP to a service that must take none of them. */
public abstract class Forgeries {

    private static final int HALF = 32;

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
    void publicKeyTakenForASecret(String algorithm) throws GeneralSecurityException {
        byte[] encoded = publicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n";

        for (byte[] secret : new byte[][] {encoded, pem.getBytes(StandardCharsets.US_ASCII)}) {
            refuses(withHmac(algorithm, secret));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "EdDSA", "ES384", "ES512", "ES256K", "es256", "", " ES256"})
    void anotherAlgorithmThanThatOfTheKey(String algorithm) {
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
    void keyIdThatWantsToBeAPathOrAStatement(String keyId) {
        refuses(TokenForge.create().signed(header().put("kid", keyId), goodClaims()));
    }

    @Test
    void keyIdThatIsVeryLong() {
        refuses(trusted().signed(header().put("kid", "k".repeat(4000)), goodClaims()));
    }

    @Test
    void keyIdThatIsNoText() {
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

            assertThat(elsewhere.asked()).as("calls to where the token points").isZero();
        }
    }

    @Test
    void embeddedCertificate() {
        TokenForge own = TokenForge.create();
        refuses(own.signed(header().put("x5c", new JsonArray().add("MIIB")), goodClaims()));
    }

    @Test
    void headerThatMustBeUnderstood() {
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

    @Test
    void headerThatIsThereTwice() {
        refuses(trusted()
                .signed(
                        header().encode().replaceFirst("^\\{", "{\"alg\":\"none\","),
                        goodClaims().encode()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "7", "\"claims\"", "{", "", "{} {}"})
    void claimsThatAreNoObject(String claims) {
        refuses(trusted().signed(header().encode(), claims));
    }

    @Test
    void truncated() {
        String token = goodToken();
        for (int length : new int[] {token.length() - 1, token.length() - 20, token.lastIndexOf('.'), 40, 1}) {
            refuses(token.substring(0, length));
        }
    }

    @Test
    void emptySignature() {
        String token = goodToken();
        refuses(token.substring(0, token.lastIndexOf('.') + 1));
    }

    @Test
    void signatureOfAnotherKey() {
        refuses(TokenForge.create().signed(header(), goodClaims()));
    }

    @Test
    void signatureOfAnotherToken() {
        String other =
                trusted().signed(goodClaims().put("jti", UUID.randomUUID().toString()));
        refuses(content(goodToken()) + "." + signature(other));
    }

    @Test
    void changedClaims() {
        String token = goodToken();
        String claims = TokenForge.encoded(goodClaims()
                .put("permissions", new JsonArray().add("admin:users").add("admin:transactions"))
                .encode());
        refuses(token.substring(0, token.indexOf('.')) + "." + claims + "." + signature(token));
    }

    @Test
    void signatureInTheFormOfCertificates() {
        String token = goodToken();
        byte[] raw = Base64.getUrlDecoder().decode(signature(token));
        refuses(content(token) + "." + base64(der(raw)));
    }

    @Test
    void signatureOfZeros() {
        byte[] raw = Base64.getUrlDecoder().decode(signature(goodToken()));
        byte[] withoutR = raw.clone();
        Arrays.fill(withoutR, 0, HALF, (byte) 0);
        byte[] withoutS = raw.clone();
        Arrays.fill(withoutS, HALF, raw.length, (byte) 0);

        for (byte[] signature : new byte[][] {new byte[raw.length], withoutR, withoutS}) {
            refuses(content(goodToken()) + "." + base64(signature));
        }
    }

    @Test
    void signatureThatIsPaddedOrInTheOtherAlphabet() {
        String token = goodToken();
        refuses(token + "=");
        refuses(token + "==");
        refuses(token.replaceFirst("\\.", "=."));
    }

    @Test
    void moreAndFewerPartsThanThree() {
        String token = goodToken();
        refuses(token + ".");
        refuses(token + ".e30");
        refuses("." + token);
        refuses("...");
    }

    @Test
    void refreshTokenForAnAccessToken() {
        refuses(refreshToken());
    }

    @Test
    void serviceForAPerson() {
        assertThat(show(serviceToken())).isProblem(403, "missing-permission");
    }

    @Test
    void serviceWithThePermissionsOfAPerson() {
        JsonObject claims = without(goodClaims(), "sid");
        refuses(trusted().signed(claims.copy().put("roles", new JsonArray().add("service"))));
        refuses(trusted().signed(claims.copy().put("client_id", "transactions")));
        refuses(trusted()
                .signed(claims.copy().put("client_id", "transactions").put("roles", new JsonArray().add("service"))));
    }

    @Test
    void tokenOfHugeSize() {
        Answer answer = show(trusted().signed(goodClaims().put("filler", "x".repeat(200_000))));

        assertThat(answer.status()).isIn(400, 401, 431);
        assertThat(show(goodToken())).hasStatus(200);
    }

    @Test
    void tokenThatIsLargerThanAnyOfOurs() {
        refuses(trusted().signed(goodClaims().put("filler", "x".repeat(5_800))));
    }

    private void refuses(String token) {
        assertThat(show(token)).as("%s", token).isProblem(401, "invalid-token");
    }

    private String goodToken() {
        return trusted().signed(goodClaims());
    }

    private JsonObject header() {
        return trusted().header();
    }

    private static JsonObject without(JsonObject object, String name) {
        JsonObject rest = object.copy();
        rest.remove(name);
        return rest;
    }

    private static String content(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }

    private static String signature(String token) {
        return token.substring(token.lastIndexOf('.') + 1);
    }

    private String withHmac(String algorithm, byte[] secret) throws GeneralSecurityException {
        String content = TokenForge.encoded(header().put("alg", algorithm).encode()) + "."
                + TokenForge.encoded(goodClaims().encode());
        String name = algorithm.replace("HS", "HmacSHA");
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(secret, name));
        return content + "." + base64(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    }

    /** SEQUENCE of two INTEGER. */
    private static byte[] der(byte[] raw) {
        byte[] r = new BigInteger(1, Arrays.copyOfRange(raw, 0, HALF)).toByteArray();
        byte[] s = new BigInteger(1, Arrays.copyOfRange(raw, HALF, raw.length)).toByteArray();
        byte[] der = new byte[6 + r.length + s.length];
        der[0] = 0x30;
        der[1] = (byte) (der.length - 2);
        der[2] = 0x02;
        der[3] = (byte) r.length;
        System.arraycopy(r, 0, der, 4, r.length);
        der[4 + r.length] = 0x02;
        der[5 + r.length] = (byte) s.length;
        System.arraycopy(s, 0, der, 6 + r.length, s.length);
        return der;
    }

    private static String base64(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }
}
