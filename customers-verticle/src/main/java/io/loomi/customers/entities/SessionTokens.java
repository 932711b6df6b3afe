package io.loomi.customers.entities;

/** What a person gets when they sign in or refresh; never logged. */
public record SessionTokens(String accessToken, RefreshToken refreshToken) {

    @Override
    public String toString() {
        return "SessionTokens[" + refreshToken.sessionId() + "]";
    }
}
