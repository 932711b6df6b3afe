package io.loomi.common.auth;

import io.loomi.common.identity.Ids;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Verifies access tokens that customers issues (RFC 9068). */
final class OwnTokens implements TrustedIssuer {

    private static final Set<String> TYPES = Set.of(TokenRules.TYPE);

    private final TokenRules rules;
    private final VerificationKeys keys;

    OwnTokens(TokenRules rules, VerificationKeys keys) {
        this.rules = rules;
        this.keys = keys;
    }

    @Override
    public String name() {
        return rules.issuer();
    }

    @Override
    public VerificationKeys keys() {
        return keys;
    }

    @Override
    public Caller callerOf(SignedToken token, String text, Instant now) {
        Claims claims = new Claims(token.claims());
        claims.require(token.isOfType(TYPES), "typ");
        claims.requireIssued(rules.issuer(), rules.audience(), now);
        claims.requirePast("nbf", now, TokenVerifier.LEEWAY);
        Set<String> roles = claims.texts("roles");
        UUID subject = claims.id("sub");
        return new Caller(
                subject,
                sessionOf(claims, roles, subject),
                roles,
                claims.texts("permissions"),
                text,
                claims.time("iat"),
                claims.time("exp"),
                Optional.empty());
    }

    /**
     * A customer's token has a session. A service's token has none: its {@code sub} is derived from its {@code
     * client_id}, and its only role is that of services. So a token of one kind is never accepted as the other kind.
     */
    private static Optional<UUID> sessionOf(Claims claims, Set<String> roles, UUID subject) {
        boolean isService = claims.has("client_id");
        claims.require(isService == roles.contains(RolePermissions.SERVICE), "roles");
        if (!isService) {
            return Optional.of(claims.id("sid"));
        }
        claims.require(roles.size() == 1, "roles");
        claims.require(!claims.has("sid"), "sid");
        claims.require(subject.equals(Ids.ofService(claims.text("client_id"))), "sub");
        return Optional.empty();
    }
}
