package io.loomi.customers.controllers;

import io.loomi.customers.services.TokenIssuer;

/**
 * An access token in the API.
 *
 * @param expiresIn how long the token is valid, in seconds
 */
record TokensJson(String accessToken, String tokenType, long expiresIn) {

    static TokensJson of(String token) {
        return new TokensJson(token, "Bearer", TokenIssuer.TIME_TO_LIVE.toSeconds());
    }
}
