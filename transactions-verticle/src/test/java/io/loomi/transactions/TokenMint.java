package io.loomi.transactions;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Makes access tokens with the claims that customers gives them. */
record TokenMint(Vertx vertx, Clock clock) {

    static final Duration LIFE = Duration.ofMinutes(15);

    String token(SigningPair pair, UUID person, String... permissions) {
        Instant now = clock.instant();
        JsonObject claims = new JsonObject()
                .put("iss", "loomi")
                .put("aud", "loomi-api")
                .put("sub", person.toString())
                .put("sid", UUID.randomUUID().toString())
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond())
                .put("roles", new JsonArray(List.of("user")))
                .put("permissions", new JsonArray(List.of(permissions)));
        JWTOptions header = new JWTOptions()
                .setAlgorithm("ES256")
                .setNoTimestamp(true)
                .setHeader(new JsonObject().put("kid", pair.id()));
        return JWTAuth.create(
                        vertx, new JWTAuthOptions().addJwk(pair.privateKey().copy()))
                .generateToken(claims, header);
    }
}
