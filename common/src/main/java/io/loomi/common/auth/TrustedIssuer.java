package io.loomi.common.auth;

import java.time.Instant;

/** Somebody whose tokens are trusted: what they are called, their keys, and what their tokens must say. */
public sealed interface TrustedIssuer permits OwnTokens, OidcTokens {

    /** The {@code iss} of their tokens. */
    String name();

    VerificationKeys keys();

    /**
     * The caller of a token whose signature is verified; whether the token has expired is not for this method to say.
     *
     * @throws Claims.Unfit when it is not an access token for this bank
     */
    Caller callerOf(SignedToken token, String text, Instant now);
}
