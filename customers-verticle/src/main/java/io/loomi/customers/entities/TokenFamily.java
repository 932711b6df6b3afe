package io.loomi.customers.entities;

import java.time.Instant;

/**
 * The refresh tokens of a session, as they are stored: nobody can make one of them from this.
 *
 * @param secret random; with a key that is not stored, the tokens are derived from it
 * @param generation of the present token
 * @param tokenHash the SHA-256 of the present token
 * @param rotatedAt when it became the present one
 */
public record TokenFamily(String secret, int generation, String tokenHash, Instant rotatedAt) {

    @Override
    public String toString() {
        return "TokenFamily[" + generation + "]";
    }
}
