package io.loomi.common.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Access tokens of an OpenID Connect issuer. Nothing is asked of it before the first of its tokens arrives, and its outage is
 * seen by the people alone who sign in there.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class OidcTokens implements TrustedIssuer {

    /** Few issuers follow RFC 9068 and say that a token is for access; then what it is not for is looked at below. */
    private static final Set<String> TYPES = Set.of("JWT", TokenRules.TYPE, "application/at+jwt");

    /** What Keycloak calls an access token, where its ID tokens and refresh tokens have names of their own. */
    private static final String ACCESS = "Bearer";

    /** What only ID tokens have: to bind them to a sign-in, and to what was given out beside them (OpenID Connect Core, 3). */
    private static final List<String> OF_ID_TOKENS = List.of("at_hash", "c_hash", "nonce");

    private static final int LONGEST_SUBJECT = 255;

    private final OidcConfig config;
    private final OidcDiscovery discovery;
    private final VerificationKeys keys;

    public OidcTokens(Vertx vertx, OidcConfig config, Clock clock) {
        this.config = config;
        this.discovery = new OidcDiscovery(vertx, config.issuer(), config.authorities());
        this.keys = new CachedKeys(config.issuer(), discovery::keys, clock).keptFresh(vertx);
    }

    @Override
    public String name() {
        return config.issuer();
    }

    @Override
    public VerificationKeys keys() {
        return keys;
    }

    @Override
    public Caller callerOf(SignedToken token, String text, Instant now) {
        Claims claims = new Claims(token.claims());
        claims.require(token.hasNoType() || token.isOfType(TYPES), "typ");
        claims.requireIssued(config.issuer(), config.audience(), now);
        if (claims.has("nbf")) {
            claims.requirePast("nbf", now, TokenVerifier.LEEWAY);
        }
        requireForAccess(claims);
        ExternalIdentity identity = identity(claims);
        Set<String> roles = roles(claims);
        return new Caller(
                identity.userId(),
                Optional.empty(),
                roles,
                RolePermissions.of(roles),
                text,
                claims.time("iat"),
                claims.time("exp"),
                Optional.of(identity));
    }

    /** It is no ID token, and not one that is good only together with a proof, which nobody here could check. */
    private static void requireForAccess(Claims claims) {
        if (claims.has("typ")) {
            claims.requireText("typ", ACCESS);
        }
        OF_ID_TOKENS.forEach(claim -> claims.require(!claims.has(claim), claim));
        claims.require(!claims.has("cnf"), "cnf");
    }

    private ExternalIdentity identity(Claims claims) {
        String subject = claims.text("sub");
        claims.require(subject.length() <= LONGEST_SUBJECT && !subject.contains("\0"), "sub");
        return new ExternalIdentity(
                config.issuer(),
                subject,
                claims.find("name"),
                claims.isTrue("email_verified") ? claims.find("email") : Optional.empty());
    }

    private Set<String> roles(Claims claims) {
        Set<String> given = claims.textsAt(config.rolesClaim());
        return config.adminRole().filter(given::contains).isPresent()
                ? Set.of(RolePermissions.USER, RolePermissions.ADMIN)
                : Set.of(RolePermissions.USER);
    }

    public Future<Void> close() {
        return discovery.close();
    }
}
