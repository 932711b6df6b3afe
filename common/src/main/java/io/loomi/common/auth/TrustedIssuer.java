package io.loomi.common.auth;

import java.time.Instant;

/** An issuer whose tokens are trusted: its name, its keys, and the rules for its tokens. */
public sealed interface TrustedIssuer permits OwnTokens, OidcTokens {

    /** The {@code iss} of its tokens. */
    String name();

    VerificationKeys keys();

    /**
     * The caller of a token whose signature was verified. This method does not check whether the token has expired.
     *
     * @throws Claims.InvalidClaim when it is not an access token for this bank
     */
    Caller callerOf(SignedToken token, String text, Instant now);
}
