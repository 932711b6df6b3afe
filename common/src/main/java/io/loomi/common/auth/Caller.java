package io.loomi.common.auth;

import io.loomi.common.errors.Failure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Who sent a request, according to its access token.
 *
 * @param userId the token's {@code sub}
 * @param sessionId the session at this bank that issued the token ({@code sid}); empty for services and for customers
 *     of an external issuer
 * @param token the token itself, to call another service on the caller's behalf
 * @param issuedAt when the token was issued, in whole seconds
 * @param expiresAt when the token expires
 * @param external the caller's identity at an external issuer; empty if this bank issued the token
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
     * @param alternatives lists of permissions; the caller needs every permission of at least one list
     * @throws Failure.Forbidden when the caller lacks a permission of every list
     */
    public void requireAny(List<List<String>> alternatives) {
        if (alternatives.stream().noneMatch(permissions::containsAll)) {
            throw new Failure.Forbidden(
                    "missing-permission", "This needs the permission " + inWords(alternatives) + ".");
        }
    }

    private static String inWords(List<List<String>> alternatives) {
        return alternatives.stream()
                .map(permissionsOfOne -> permissionsOfOne.stream()
                        .map(permission -> '"' + permission + '"')
                        .collect(Collectors.joining(" and ")))
                .collect(Collectors.joining(", or "));
    }

    public boolean may(String permission) {
        return permissions.contains(permission);
    }

    @Override
    public String toString() {
        return "Caller[" + userId + "]"; // never log a token
    }
}
