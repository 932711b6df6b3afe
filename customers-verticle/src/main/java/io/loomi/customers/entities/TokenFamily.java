package io.loomi.customers.entities;

import java.time.Instant;

/**
 * The refresh tokens of a session, as the database stores them. Nobody can derive a token from this alone.
 *
 * @param secret random; the tokens are derived from it and from a key that is not stored
 * @param generation the number of the current token
 * @param tokenHash the SHA-256 of the current token
 * @param rotatedAt when the current token was issued
 */
public record TokenFamily(String secret, int generation, String tokenHash, Instant rotatedAt) {

    @Override
    public String toString() {
        return "TokenFamily[" + generation + "]";
    }
}
