package io.loomi.common.auth;

import io.loomi.common.errors.Failure;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * Who sent a request, as their access token says.
 *
 * @param userId the token's {@code sub}
 * @param token the token itself, to act on the caller's behalf at another service
 * @param expiresAt when the token ends
 */
public record Caller(UUID userId, Set<String> roles, Set<String> permissions, String token, Instant expiresAt) {

    /** @throws Failure.Forbidden when the caller lacks the permission */
    public void require(String permission) {
        if (!may(permission)) {
            throw new Failure.Forbidden("missing-permission", "This needs the permission \"" + permission + "\".");
        }
    }

    public boolean may(String permission) {
        return permissions.contains(permission);
    }

    @Override
    public String toString() {
        return "Caller[" + userId + "]"; // a token must never reach a log line
    }
}
