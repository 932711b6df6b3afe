package io.loomi.customers.entities;

/** The tokens that a sign-in or a refresh returns. Never logged. */
public record SessionTokens(String accessToken, RefreshToken refreshToken) {

    @Override
    public String toString() {
        return "SessionTokens[" + refreshToken.sessionId() + "]";
    }
}
