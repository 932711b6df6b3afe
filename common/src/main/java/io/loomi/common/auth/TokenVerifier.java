package io.loomi.common.auth;

import io.loomi.common.digest.Sha256;
import io.loomi.common.errors.Failure;
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
 * Verifies access tokens: who issued them, signature, algorithm, audience, times, and the claims that Loomi needs. A verified
 * token is remembered by its hash for some minutes, as checking its signature costs more than the rest of a request; it is good
 * for no longer than it says itself, and for no longer than its key is among those known.
 */
public final class TokenVerifier {

    /** For how long a token is taken after its end or before its beginning, as clocks differ. */
    public static final Duration LEEWAY = Duration.ofSeconds(5);

    private final Map<String, TrustedIssuer> issuers;
    private final Clock clock;
    private final VerifiedTokens verified;
    private final RevocationCheck revocations;
    private final SignatureCheck signatures = new SignatureCheck();

    /** Takes the tokens of customers alone, and asks for no revocations. */
    public TokenVerifier(VerificationKeys keys, TokenRules rules, Clock clock, VerifiedTokens verified) {
        this(keys, rules, Optional.empty(), clock, verified, RevocationCheck.NONE);
    }

    /** @param external an issuer that is trusted beside customers */
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

    /** Fails with {@link Failure.Unauthenticated} when the token is not one to trust, or was revoked. */
    public Future<Caller> verify(String token) {
        return verifySigned(token)
                .compose(caller -> revocations
                        .isRevoked(caller)
                        .compose(revoked -> revoked ? Future.failedFuture(revoked()) : Future.succeededFuture(caller)));
    }

    /** Whether its signature was checked lately, so that it costs nothing to hear about it again. */
    public boolean knows(String token) {
        return !SignedToken.isTooLong(token) && verified.find(Sha256.hex(token)).isPresent();
    }

    /** Like {@link #verify}, without asking for revocations. */
    public Future<Caller> verifySigned(String token) {
        if (SignedToken.isTooLong(token)) {
            return Future.failedFuture(invalid());
        }
        String hash = Sha256.hex(token);
        Optional<VerifiedTokens.Verified> known = verified.find(hash);
        return known.isPresent() ? stillGood(known.get()) : verifyAnew(token, hash);
    }

    private Future<Caller> stillGood(VerifiedTokens.Verified known) {
        if (isOver(known.caller())) {
            return Future.failedFuture(expired());
        }
        TrustedIssuer issuer = Objects.requireNonNull(issuers.get(known.issuer()));
        return issuer.keys()
                .find(known.key().id())
                .compose(keys -> keys.contains(known.key())
                        ? Future.succeededFuture(known.caller())
                        : Future.failedFuture(invalid()));
    }

    private Future<Caller> verifyAnew(String text, String hash) {
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
                                .onSuccess(caller -> verified.remember(
                                        hash, new VerifiedTokens.Verified(caller, issuer.name(), key))))
                        .orElseGet(() -> Future.failedFuture(invalid())));
    }

    /** What a token says of its issuer only chooses the keys that it must be signed with. */
    private @Nullable TrustedIssuer issuerOf(SignedToken token) {
        return token.claims().getValue("iss") instanceof String name ? issuers.get(name) : null;
    }

    private static Optional<VerificationKey> namedKey(SignedToken token, List<VerificationKey> keys) {
        return keys.stream().filter(token::names).findFirst();
    }

    /** The library may throw at claims that it does not expect, too. */
    private Future<User> requireSigned(String text, VerificationKey key) {
        return Future.succeededFuture(key)
                .compose(known -> signatures.check(text, known))
                .recover(_ -> Future.failedFuture(invalid()));
    }

    private Future<Caller> accept(SignedToken token, String text, TrustedIssuer issuer) {
        try {
            Caller caller = issuer.callerOf(token, text, clock.instant());
            return isOver(caller) ? Future.failedFuture(expired()) : Future.succeededFuture(caller);
        } catch (Claims.Unfit unfit) {
            return Future.failedFuture(invalid());
        }
    }

    private boolean isOver(Caller caller) {
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
