package io.loomi.common.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies access tokens of an external issuer. It does not call the issuer before the first of its tokens
 * arrives, and an outage of the issuer affects only customers who sign in there.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class OidcTokens implements TrustedIssuer {

    /**
     * Few issuers mark access tokens as RFC 9068 requires. The claims below identify the other kinds of token, which
     * are refused.
     */
    private static final Set<String> TYPES = Set.of("JWT", TokenRules.TYPE, "application/at+jwt");

    /** The {@code typ} claim of Keycloak's access tokens; its ID tokens and refresh tokens have other values. */
    private static final String ACCESS_TOKEN = "Bearer";

    /** Claims that only ID tokens have (OpenID Connect Core, 3). */
    private static final List<String> ID_TOKEN_CLAIMS = List.of("at_hash", "c_hash", "nonce");

    private static final int MAX_SUBJECT_LENGTH = 255;

    private final OidcConfig config;
    private final OidcDiscovery discovery;
    private final VerificationKeys keys;

    public OidcTokens(Vertx vertx, OidcConfig config, Clock clock) {
        this.config = config;
        this.discovery = new OidcDiscovery(vertx, config.issuer(), config.authorities());
        this.keys = new CachedKeys(config.issuer(), discovery::keys, clock).refreshInBackground(vertx);
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
        requireAccessToken(claims);
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

    /** Refuses ID tokens, and tokens that need a proof of possession, which is not checked here. */
    private static void requireAccessToken(Claims claims) {
        if (claims.has("typ")) {
            claims.requireText("typ", ACCESS_TOKEN);
        }
        ID_TOKEN_CLAIMS.forEach(claim -> claims.require(!claims.has(claim), claim));
        claims.require(!claims.has("cnf"), "cnf");
    }

    private ExternalIdentity identity(Claims claims) {
        String subject = claims.text("sub");
        claims.require(subject.length() <= MAX_SUBJECT_LENGTH && !subject.contains("\0"), "sub");
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
