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
 * @param sessionId the session of this bank that the token ends with ({@code sid}); services have none, nor have people who
 *     sign in elsewhere
 * @param token the token itself, to act on the caller's behalf at another service
 * @param issuedAt when the token was issued, in whole seconds
 * @param expiresAt when the token ends
 * @param external who they are at the issuer where they sign in, unless that is this bank
 */
public record Caller(
        UUID userId,
        Optional<UUID> sessionId,
        Set<String> roles,
        Set<String> permissions,
        String token,
        Instant issuedAt,
        Instant expiresAt,
        Optional<ExternalIdentity> external) {

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
