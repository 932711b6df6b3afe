package io.loomi.common.auth;

import io.loomi.common.errors.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Who sent a request, as their access token says.
 *
 * @param userId the token's {@code sub}
 * @param sessionId the token's {@code sid}: the session that it ends with; services have none
 * @param token the token itself, to act on the caller's behalf at another service
 * @param issuedAt the second in which the token was issued
 * @param expiresAt when the token ends
 */
public record Caller(
        UUID userId,
        Optional<UUID> sessionId,
        Set<String> roles,
        Set<String> permissions,
        String token,
        Instant issuedAt,
        Instant expiresAt) {

    /** @throws Failure.Forbidden when the caller lacks the permission */
    public void require(String permission) {
        requireAny(List.of(List.of(permission)));
    }

    /**
     * @param alternatives one of them must be had, and that with all of its permissions
     * @throws Failure.Forbidden when the caller has none of them as a whole
     */
    public void requireAny(List<List<String>> alternatives) {
        if (alternatives.stream().noneMatch(permissions::containsAll)) {
            throw new Failure.Forbidden(
                    "missing-permission", "This needs the permission " + inWords(alternatives) + ".");
        }
    }

    private static String inWords(List<List<String>> alternatives) {
        return alternatives.stream()
                .map(together -> together.stream()
                        .map(permission -> '"' + permission + '"')
                        .collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", or "));
    }

    public boolean may(String permission) {
        return permissions.contains(permission);
    }

    @Override
    public String toString() {
        return "Caller[" + userId + "]"; // a token must never reach a log line
    }
}
