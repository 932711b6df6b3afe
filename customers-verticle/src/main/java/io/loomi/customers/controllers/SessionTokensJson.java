package io.loomi.customers.controllers;

import io.loomi.customers.entities.SessionTokens;

/**
 * The tokens of a session in the API.
 *
 * @param expiresIn how long the access token is valid, in seconds
 */
record SessionTokensJson(String accessToken, String tokenType, long expiresIn, String refreshToken) {

    static SessionTokensJson of(SessionTokens tokens) {
        TokensJson access = TokensJson.of(tokens.accessToken());
        return new SessionTokensJson(
                access.accessToken(),
                access.tokenType(),
                access.expiresIn(),
                tokens.refreshToken().text());
    }
}
