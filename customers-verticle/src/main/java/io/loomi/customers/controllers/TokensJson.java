package io.loomi.customers.controllers;

import io.loomi.customers.services.TokenIssuer;

/**
 * An access token as the API gives it.
 *
 * @param expiresIn in seconds
 */
record TokensJson(String accessToken, String tokenType, long expiresIn) {

    static TokensJson of(String token) {
        return new TokensJson(token, "Bearer", TokenIssuer.LIFE.toSeconds());
    }
}
