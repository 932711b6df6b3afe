package io.loomi.common.auth;

import io.loomi.common.digest.Sha256;
import io.loomi.common.errors.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens: signature, algorithm, issuer, audience, times, and the claims that Loomi needs. A verified token
 * is remembered by its hash for some minutes, as checking an ES256 signature costs more than the rest of a request; it is good
 * for no longer than it says itself, and for no longer than its key is among those known.
 */
public final class TokenVerifier {

    /** The algorithm of Loomi's own keys; a token that names any other is refused. */
    public static final String ALGORITHM = "ES256";

    /** For how long a token is taken after its end, as clocks differ. */
    public static final Duration LEEWAY = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final VerificationKeys keys;
    private final JWTOptions expected;
    private final Clock clock;
    private final VerifiedTokens verified;
    private final RevocationCheck revocations;
    private volatile @Nullable Provider provider;

    private record Provider(List<JsonObject> keys, JWTAuth auth) {}

    /** Asks for no revocations. */
    public TokenVerifier(Vertx vertx, VerificationKeys keys, TokenRules rules, Clock clock, VerifiedTokens verified) {
        this(vertx, keys, rules, clock, verified, RevocationCheck.NONE);
    }

    public TokenVerifier(
            Vertx vertx,
            VerificationKeys keys,
            TokenRules rules,
            Clock clock,
            VerifiedTokens verified,
            RevocationCheck revocations) {
        this.vertx = vertx;
        this.keys = keys;
        this.clock = clock;
        this.verified = verified;
        this.revocations = revocations;
        this.expected = new JWTOptions()
                .setIssuer(rules.issuer())
                .addAudience(rules.audience())
                .setAlgorithm(ALGORITHM)
                .setIgnoreExpiration(true); // times are checked below, against the injected clock
    }

    /** Fails with {@link Failure.Unauthenticated} when the token is not one to trust, or was revoked. */
    public Future<Caller> verify(String token) {
        return verifySigned(token)
                .compose(caller -> revocations
                        .isRevoked(caller)
                        .compose(revoked -> revoked ? Future.failedFuture(revoked()) : Future.succeededFuture(caller)));
    }

    /** Like {@link #verify}, without asking for revocations. */
    public Future<Caller> verifySigned(String token) {
        String hash = Sha256.hex(token);
        Optional<VerifiedTokens.Verified> known = verified.find(hash);
        return known.isPresent() ? stillGood(known.get()) : verifyAnew(token, hash);
    }

    private Future<Caller> stillGood(VerifiedTokens.Verified known) {
        if (isOver(known.caller())) {
            return Future.failedFuture(expired());
        }
        return keys.find(known.keyId())
                .compose(found -> found.stream().anyMatch(key -> known.keyId().equals(key.getString("kid")))
                        ? Future.succeededFuture(known.caller())
                        : Future.failedFuture(invalid()));
    }

    private Future<Caller> verifyAnew(String token, String hash) {
        return keyId(token)
                .compose(keyId -> keys.find(keyId)
                        .compose(found -> provider(found).authenticate(new TokenCredentials(token)))
                        .recover(failure -> Future.failedFuture(failure instanceof Failure ? failure : invalid()))
                        .compose(user -> caller(token, user))
                        .onSuccess(caller -> verified.remember(hash, new VerifiedTokens.Verified(caller, keyId))));
    }

    private Future<String> keyId(String token) {
        try {
            byte[] text = Base64.getUrlDecoder().decode(token.substring(0, Math.max(0, token.indexOf('.'))));
            JsonObject header = new JsonObject(new String(text, StandardCharsets.UTF_8));
            return ALGORITHM.equals(header.getValue("alg")) && header.getValue("kid") instanceof String keyId
                    ? Future.succeededFuture(keyId)
                    : Future.failedFuture(invalid());
        } catch (RuntimeException notAToken) {
            return Future.failedFuture(invalid());
        }
    }

    private JWTAuth provider(List<JsonObject> found) {
        @Nullable Provider current = provider;
        if (current == null || !current.keys().equals(found)) {
            current = new Provider(found, JWTAuth.create(vertx, options(found)));
            provider = current;
        }
        return current.auth();
    }

    private JWTAuthOptions options(List<JsonObject> found) {
        JWTAuthOptions options = new JWTAuthOptions().setJWTOptions(expected);
        found.forEach(key -> options.addJwk(key.copy()));
        return options;
    }

    private Future<Caller> caller(String token, User user) {
        try {
            JsonObject claims = user.attributes().getJsonObject("accessToken");
            Caller caller = new Caller(
                    UUID.fromString(claims.getString("sub")),
                    Optional.ofNullable(claims.getString("sid")).map(UUID::fromString),
                    texts(claims.getJsonArray("roles")),
                    texts(claims.getJsonArray("permissions")),
                    token,
                    Instant.ofEpochSecond(claims.getLong("iat")),
                    Instant.ofEpochSecond(claims.getLong("exp")));
            boolean early = Instant.ofEpochSecond(claims.getLong("nbf", 0L))
                    .isAfter(clock.instant().plus(LEEWAY));
            if (early) {
                return Future.failedFuture(invalid());
            }
            return isOver(caller) ? Future.failedFuture(expired()) : Future.succeededFuture(caller);
        } catch (RuntimeException missingClaim) {
            return Future.failedFuture(invalid());
        }
    }

    private boolean isOver(Caller caller) {
        return clock.instant().isAfter(caller.expiresAt().plus(LEEWAY));
    }

    private static Set<String> texts(JsonArray claim) {
        return claim.stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet());
    }

    private static Failure invalid() {
        return new Failure.Unauthenticated("invalid-token", "The access token is not valid.");
    }

    private static Failure expired() {
        return new Failure.Unauthenticated("expired-token", "The access token has expired: sign in again.");
    }

    private static Failure revoked() {
        return new Failure.Unauthenticated("revoked-token", "This access token was revoked: sign in again.");
    }
}
