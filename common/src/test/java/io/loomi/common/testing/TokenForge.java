package io.loomi.common.testing;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** Signs tokens for tests with an ES256 key of its own: good ones as customers does, and bad ones. */
public final class TokenForge {

    public static final String ISSUER = "loomi";
    public static final String AUDIENCE = "loomi-api";

    private static final int COORDINATE_BYTES = 32;
    private static final long LIFE_SECONDS = 900;

    private final JsonObject publicKey;
    private final JWTAuth signer;

    private TokenForge(JsonObject publicKey, JWTAuth signer) {
        this.publicKey = publicKey;
        this.signer = signer;
    }

    public static TokenForge create(Vertx vertx) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            var point = ((ECPublicKey) pair.getPublic()).getW();
            JsonObject shared = new JsonObject()
                    .put("kty", "EC")
                    .put("crv", "P-256")
                    .put("x", coordinate(point.getAffineX()))
                    .put("y", coordinate(point.getAffineY()))
                    .put("kid", UUID.randomUUID().toString())
                    .put("use", "sig")
                    .put("alg", "ES256");
            JsonObject secret = shared.copy().put("d", coordinate(((ECPrivateKey) pair.getPrivate()).getS()));
            return new TokenForge(shared, JWTAuth.create(vertx, new JWTAuthOptions().addJwk(secret)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public JsonObject publicKey() {
        return publicKey.copy();
    }

    public JsonObject claims(UUID user, String... permissions) {
        return claims(Clock.systemUTC(), user, permissions);
    }

    private static JsonObject claims(Clock clock, UUID user, String... permissions) {
        long now = clock.instant().getEpochSecond();
        return new JsonObject()
                .put("iss", ISSUER)
                .put("aud", AUDIENCE)
                .put("sub", user.toString())
                .put("sid", UUID.randomUUID().toString())
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now)
                .put("exp", now + LIFE_SECONDS)
                .put("roles", new JsonArray().add("user"))
                .put("permissions", new JsonArray(List.of(permissions)));
    }

    public String token(UUID user, String... permissions) {
        return signed(claims(user, permissions));
    }

    /** A token that is issued now by this clock. */
    public String token(Clock clock, UUID user, String... permissions) {
        return signed(claims(clock, user, permissions));
    }

    public String signed(JsonObject claims) {
        JWTOptions options = new JWTOptions()
                .setAlgorithm("ES256")
                .setNoTimestamp(true)
                .setHeader(new JsonObject().put("kid", publicKey.getString("kid")));
        return signer.generateToken(claims, options);
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
