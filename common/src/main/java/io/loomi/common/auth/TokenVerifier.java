package io.loomi.common.auth;

import io.loomi.common.errors.Failure;
import io.loomi.common.identity.Sha256;
import io.vertx.core.Future;
import io.vertx.ext.auth.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens: issuer, signature, algorithm, audience, times and the claims that Loomi needs. Verified
 * tokens are cached by their hash for a few minutes, because checking a signature costs more than the rest of a
 * request. A cached token is valid until it expires, or until its issuer withdraws the key that signed it.
 */
public final class TokenVerifier {

    /** The clock difference between services that is tolerated when a token begins or expires. */
    public static final Duration LEEWAY = Duration.ofSeconds(5);

    private final Map<String, TrustedIssuer> issuers;
    private final Clock clock;
    private final VerifiedTokens verified;
    private final RevocationCheck revocations;
    private final SignatureCheck signatures = new SignatureCheck();

    /** Accepts only tokens of customers, and checks no revocations. */
    public TokenVerifier(VerificationKeys keys, TokenRules rules, Clock clock, VerifiedTokens verified) {
        this(keys, rules, Optional.empty(), clock, verified, RevocationCheck.NONE);
    }

    /** @param external an issuer that is trusted in addition to customers */
    public TokenVerifier(
            VerificationKeys keys,
            TokenRules rules,
            Optional<? extends TrustedIssuer> external,
            Clock clock,
            VerifiedTokens verified,
            RevocationCheck revocations) {
        this.issuers = Stream.concat(Stream.of(new OwnTokens(rules, keys)), external.stream())
                .collect(Collectors.toUnmodifiableMap(TrustedIssuer::name, Function.identity()));
        this.clock = clock;
        this.verified = verified;
        this.revocations = revocations;
    }

    /** Fails with {@link Failure.Unauthenticated} when the token is invalid, expired or revoked. */
    public Future<Caller> verify(String token) {
        return verifySigned(token)
                .compose(caller -> revocations
                        .isRevoked(caller)
                        .compose(revoked -> revoked ? Future.failedFuture(revoked()) : Future.succeededFuture(caller)));
    }

    /** Whether the token is in the cache, so that verifying it costs no signature check. */
    public boolean isCached(String token) {
        return !SignedToken.isTooLong(token) && verified.find(Sha256.hex(token)).isPresent();
    }

    /** Like {@link #verify}, but checks no revocations. */
    public Future<Caller> verifySigned(String token) {
        if (SignedToken.isTooLong(token)) {
            return Future.failedFuture(invalid());
        }
        String hash = Sha256.hex(token);
        Optional<VerifiedTokens.Verified> cached = verified.find(hash);
        return cached.isPresent() ? verifyCached(cached.get()) : verifySignature(token, hash);
    }

    private Future<Caller> verifyCached(VerifiedTokens.Verified cached) {
        if (hasExpired(cached.caller())) {
            return Future.failedFuture(expired());
        }
        TrustedIssuer issuer = Objects.requireNonNull(issuers.get(cached.issuer()));
        return issuer.keys()
                .find(cached.key().id())
                .compose(keys -> keys.contains(cached.key())
                        ? Future.succeededFuture(cached.caller())
                        : Future.failedFuture(invalid()));
    }

    private Future<Caller> verifySignature(String text, String hash) {
        @Nullable SignedToken token = SignedToken.read(text).orElse(null);
        @Nullable TrustedIssuer issuer = token == null ? null : issuerOf(token);
        if (token == null || issuer == null) {
            return Future.failedFuture(invalid());
        }
        return issuer.keys()
                .find(token.keyId())
                .compose(keys -> namedKey(token, keys)
                        .map(key -> requireSigned(text, key)
                                .compose(_ -> accept(token, text, issuer))
                                .onSuccess(caller ->
                                        verified.put(hash, new VerifiedTokens.Verified(caller, issuer.name(), key))))
                        .orElseGet(() -> Future.failedFuture(invalid())));
    }

    /** The unverified {@code iss} only selects the keys that must have signed the token. */
    private @Nullable TrustedIssuer issuerOf(SignedToken token) {
        return token.claims().getValue("iss") instanceof String name ? issuers.get(name) : null;
    }

    private static Optional<VerificationKey> namedKey(SignedToken token, List<VerificationKey> keys) {
        return keys.stream().filter(token::names).findFirst();
    }

    /** The library may also throw on unexpected claims. */
    private Future<User> requireSigned(String text, VerificationKey key) {
        return Future.succeededFuture(key)
                .compose(one -> signatures.check(text, one))
                .recover(_ -> Future.failedFuture(invalid()));
    }

    private Future<Caller> accept(SignedToken token, String text, TrustedIssuer issuer) {
        try {
            Caller caller = issuer.callerOf(token, text, clock.instant());
            return hasExpired(caller) ? Future.failedFuture(expired()) : Future.succeededFuture(caller);
        } catch (Claims.InvalidClaim failure) {
            return Future.failedFuture(invalid());
        }
    }

    private boolean hasExpired(Caller caller) {
        Instant latest = clock.instant().minus(LEEWAY);
        return !latest.isBefore(caller.expiresAt());
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
