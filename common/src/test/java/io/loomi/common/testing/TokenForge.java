package io.loomi.common.testing;

import io.loomi.common.auth.SignatureAlgorithm;
import io.loomi.common.auth.VerificationKey;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Signs tokens for tests with its own key: valid ones as customers does, and invalid ones. */
public final class TokenForge {

    public static final String ISSUER = "loomi";
    public static final String AUDIENCE = "loomi-api";

    private static final int COORDINATE_BYTES = 32;
    private static final long LIFETIME_SECONDS = 900;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SignatureAlgorithm algorithm;
    private final JsonObject publicKey;
    private final PrivateKey privateKey;

    private TokenForge(SignatureAlgorithm algorithm, JsonObject publicKey, PrivateKey privateKey) {
        this.algorithm = algorithm;
        this.publicKey = publicKey;
        this.privateKey = privateKey;
    }

    private static TokenForge published(SignatureAlgorithm algorithm, JsonObject publicKey, KeyPair pair) {
        publicKey.put("kid", UUID.randomUUID().toString()).put("use", "sig").put("alg", algorithm.text());
        return new TokenForge(algorithm, publicKey, pair.getPrivate());
    }

    /** Uses a key that another issuer has published. */
    public static TokenForge with(VerificationKey key, PrivateKey privateKey) {
        return new TokenForge(key.algorithm(), new JsonObject().put("kid", key.id()), privateKey);
    }

    /** Uses a new ES256 key. */
    public static TokenForge create() {
        return create(SignatureAlgorithm.ES256);
    }

    public static TokenForge create(SignatureAlgorithm algorithm) {
        try {
            return switch (algorithm) {
                case ES256 -> ofCurve();
                case EDDSA -> ofEdwards();
                case RS256, PS256 -> ofRsa(algorithm);
            };
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static TokenForge ofCurve() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        var point = ((ECPublicKey) pair.getPublic()).getW();
        JsonObject key = new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", coordinate(point.getAffineX()))
                .put("y", coordinate(point.getAffineY()));
        return published(SignatureAlgorithm.ES256, key, pair);
    }

    private static TokenForge ofEdwards() throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - COORDINATE_BYTES, encoded.length);
        JsonObject key =
                new JsonObject().put("kty", "OKP").put("crv", "Ed25519").put("x", BASE64.encodeToString(point));
        return published(SignatureAlgorithm.EDDSA, key, pair);
    }

    private static TokenForge ofRsa(SignatureAlgorithm algorithm) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        var shared = (RSAPublicKey) pair.getPublic();
        JsonObject key = new JsonObject()
                .put("kty", "RSA")
                .put("n", BASE64.encodeToString(shared.getModulus().toByteArray()))
                .put("e", BASE64.encodeToString(shared.getPublicExponent().toByteArray()));
        return published(algorithm, key, pair);
    }

    /** The key as a JWK. */
    public JsonObject publicKey() {
        return publicKey.copy();
    }

    public VerificationKey verificationKey() {
        return VerificationKey.of(publicKey).orElseThrow();
    }

    public String keyId() {
        return publicKey.getString("kid");
    }

    public JsonObject claims(UUID user, String... permissions) {
        return claims(Clock.systemUTC(), user, permissions);
    }

    public JsonObject claims(Clock clock, UUID user, String... permissions) {
        long now = clock.instant().getEpochSecond();
        return new JsonObject()
                .put("iss", ISSUER)
                .put("aud", AUDIENCE)
                .put("sub", user.toString())
                .put("sid", UUID.randomUUID().toString())
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now)
                .put("nbf", now)
                .put("exp", now + LIFETIME_SECONDS)
                .put("roles", new JsonArray().add("user"))
                .put("permissions", new JsonArray(List.of(permissions)));
    }

    public String token(UUID user, String... permissions) {
        return signed(claims(user, permissions));
    }

    /** A token issued at this clock's time. */
    public String token(Clock clock, UUID user, String... permissions) {
        return signed(claims(clock, user, permissions));
    }

    /** The header for this key. */
    public JsonObject header() {
        return new JsonObject()
                .put("typ", "at+jwt")
                .put("alg", algorithm.text())
                .put("kid", keyId());
    }

    public String signed(JsonObject claims) {
        return signed(header(), claims);
    }

    public String signed(JsonObject header, JsonObject claims) {
        return signed(header.encode(), claims.encode());
    }

    /** Signs any header and claims. */
    public String signed(String header, String claims) {
        String content = encoded(header) + "." + encoded(claims);
        return content + "." + BASE64.encodeToString(signature(content));
    }

    private byte[] signature(String content) {
        try {
            return algorithm.sign(privateKey, content.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public static String encoded(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return BASE64.encodeToString(fixed);
    }
}
