package io.loomi.customers.services;

import io.loomi.common.auth.TokenRules;
import io.loomi.common.identity.Ids;
import io.loomi.customers.entities.User;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** Issues access tokens. */
public final class TokenIssuer {

    public static final Duration TIME_TO_LIVE = Duration.ofMinutes(15);

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final SigningKeys keys;
    private final TokenRules rules;
    private final Clock clock;

    public TokenIssuer(SigningKeys keys, TokenRules rules, Clock clock) {
        this.keys = keys;
        this.rules = rules;
        this.clock = clock;
    }

    /** Issues an access token for a customer. It is valid for {@link #TIME_TO_LIVE}, or until its session ends. */
    public String issue(User user, UUID sessionId) {
        return sign(claims(TokenSubject.of(user)).put("sid", sessionId.toString()));
    }

    /** Issues an access token for a service. It is valid for {@link #TIME_TO_LIVE} and has no session. */
    public String issueForService(String clientId) {
        return sign(claims(TokenSubject.ofService(clientId)).put("client_id", clientId));
    }

    /** Issues the access token with which this service closes accounts at transactions. */
    public String issueForCustomers() {
        return sign(claims(TokenSubject.ofCustomers()).put("client_id", TokenSubject.CUSTOMERS));
    }

    private JsonObject claims(TokenSubject subject) {
        Instant now = clock.instant();
        return new JsonObject()
                .put("iss", rules.issuer())
                .put("aud", rules.audience())
                .put("sub", subject.id().toString())
                .put("jti", Ids.next(clock).toString())
                .put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("exp", now.plus(TIME_TO_LIVE).getEpochSecond())
                .put("roles", new JsonArray(subject.roles()))
                .put("permissions", new JsonArray(subject.permissions()));
    }

    private String sign(JsonObject claims) {
        SigningKey key = keys.first();
        JsonObject header = new JsonObject()
                .put("typ", TokenRules.TYPE)
                .put("alg", key.verification().algorithm().text())
                .put("kid", key.id());
        String content = encoded(header) + "." + encoded(claims);
        return content + "." + BASE64.encodeToString(key.sign(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encoded(JsonObject json) {
        return BASE64.encodeToString(json.toBuffer().getBytes());
    }
}
