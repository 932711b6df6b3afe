package io.loomi.customers.services;

import io.loomi.common.auth.TokenRules;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.identity.Ids;
import io.loomi.customers.entities.User;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Signs access tokens. */
public final class TokenIssuer {

    public static final Duration LIFE = Duration.ofMinutes(15);

    private final JWTAuth signer;
    private final JWTOptions header;
    private final TokenRules rules;
    private final Clock clock;

    public TokenIssuer(Vertx vertx, SigningKey key, TokenRules rules, Clock clock) {
        this.signer = JWTAuth.create(
                vertx, new JWTAuthOptions().addJwk(key.privateKey().copy()));
        this.header = new JWTOptions()
                .setAlgorithm(TokenVerifier.ALGORITHM)
                .setNoTimestamp(true)
                .setHeader(new JsonObject().put("kid", key.id()));
        this.rules = rules;
        this.clock = clock;
    }

    /** An access token for the person, good for {@link #LIFE} and not longer than its session. */
    public String issue(User user, UUID sessionId) {
        return sign(claims(TokenSubject.of(user)).put("sid", sessionId.toString()));
    }

    /** An access token for a service, good for {@link #LIFE}; it belongs to no session. */
    public String issueForService(String clientId) {
        return sign(claims(TokenSubject.ofService(clientId)));
    }

    private JsonObject claims(TokenSubject subject) {
        Instant now = clock.instant();
        return new JsonObject()
                .put("iss", rules.issuer())
                .put("aud", rules.audience())
                .put("sub", subject.id().toString())
                .put("jti", Ids.next(clock).toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond())
                .put("roles", new JsonArray(subject.roles()))
                .put("permissions", new JsonArray(subject.permissions()));
    }

    private String sign(JsonObject claims) {
        return signer.generateToken(claims, header);
    }
}
