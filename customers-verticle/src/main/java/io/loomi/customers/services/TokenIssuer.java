package io.loomi.customers.services;

import io.loomi.common.auth.Permission;
import io.loomi.common.auth.TokenRules;
import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.identity.Ids;
import io.loomi.customers.entities.Role;
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
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Signs access tokens. */
public final class TokenIssuer {

    public static final Duration LIFE = Duration.ofMinutes(15);

    private static final List<String> OF_USERS = List.of(
            Permission.READ_PROFILE,
            Permission.WRITE_PROFILE,
            Permission.READ_TRANSACTIONS,
            Permission.WRITE_TRANSACTIONS);
    private static final List<String> OF_ADMINS = List.of(Permission.ADMIN_USERS, Permission.ADMIN_TRANSACTIONS);

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

    /** An access token for the person, good for {@link #LIFE}. */
    public String issue(User user) {
        Instant now = clock.instant();
        JsonObject claims = new JsonObject()
                .put("iss", rules.issuer())
                .put("aud", rules.audience())
                .put("sub", user.id().toString())
                .put("sid", Ids.next(clock).toString())
                .put("jti", Ids.next(clock).toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFE).getEpochSecond())
                .put(
                        "roles",
                        new JsonArray(
                                user.roles().stream().map(Role::text).sorted().toList()))
                .put("permissions", new JsonArray(List.copyOf(permissions(user.roles()))));
        return signer.generateToken(claims, header);
    }

    private static Set<String> permissions(Set<Role> roles) {
        Set<String> permissions = new TreeSet<>(OF_USERS);
        if (roles.contains(Role.ADMIN)) {
            permissions.addAll(OF_ADMINS);
        }
        return permissions;
    }
}
