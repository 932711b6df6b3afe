package io.loomi.common.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Reads the claims of a token and checks their types. */
final class Claims {

    /** A claim is missing or has an invalid value. */
    static final class InvalidClaim extends RuntimeException {
        private InvalidClaim(String claim) {
            super("invalid claim " + claim, null, false, false);
        }
    }

    private final JsonObject claims;

    Claims(JsonObject claims) {
        this.claims = claims;
    }

    boolean has(String name) {
        return claims.containsKey(name);
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(claims.getValue(name));
    }

    Optional<String> find(String name) {
        return claims.getValue(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** @throws InvalidClaim when the claim is missing, empty, or not a string; this applies to all methods below */
    String text(String name) {
        return find(name).filter(text -> !text.isEmpty()).orElseThrow(() -> new InvalidClaim(name));
    }

    UUID id(String name) {
        String text = text(name);
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equals(text)) {
                return id;
            }
        } catch (IllegalArgumentException noId) {
            // throws InvalidClaim below
        }
        throw new InvalidClaim(name);
    }

    Instant time(String name) {
        if (claims.getValue(name) instanceof Number number
                && (number instanceof Integer || number instanceof Long)
                && number.longValue() >= 0) {
            try {
                return Instant.ofEpochSecond(number.longValue());
            } catch (DateTimeException absurd) {
                throw new InvalidClaim(name);
            }
        }
        throw new InvalidClaim(name);
    }

    Set<String> texts(String name) {
        if (claims.getValue(name) instanceof JsonArray array && array.stream().allMatch(String.class::isInstance)) {
            return array.stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet());
        }
        throw new InvalidClaim(name);
    }

    /**
     * Follows a path of names, such as {@code realm_access.roles}. A claim whose own name is the whole path has
     * precedence.
     */
    Set<String> textsAt(String path) {
        if (claims.containsKey(path)) {
            return new Claims(new JsonObject().put(path, asList(claims.getValue(path)))).texts(path);
        }
        int dot = path.indexOf('.');
        return dot > 0 && claims.getValue(path.substring(0, dot)) instanceof JsonObject inner
                ? new Claims(inner).textsAt(path.substring(dot + 1))
                : Set.of();
    }

    private static Object asList(Object value) {
        return value instanceof String text ? new JsonArray().add(text) : value;
    }

    /** Accepts one audience or a list of them (RFC 7519, 4.1.3). */
    void requireAudience(String expected) {
        boolean hasAudience = claims.getValue("aud") instanceof String one
                ? one.equals(expected)
                : texts("aud").contains(expected);
        if (!hasAudience) {
            throw new InvalidClaim("aud");
        }
    }

    void requireText(String name, String expected) {
        if (!text(name).equals(expected)) {
            throw new InvalidClaim(name);
        }
    }

    /** Checks what all trusted tokens have in common: issuer, audience and time of issue. */
    void requireIssued(String issuer, String audience, Instant now) {
        requireText("iss", issuer);
        requireAudience(audience);
        requirePast("iat", now, TokenVerifier.LEEWAY);
    }

    /** Checks that the time of the claim is not in the future, with leeway for clocks that differ. */
    void requirePast(String name, Instant now, Duration leeway) {
        if (time(name).isAfter(now.plus(leeway))) {
            throw new InvalidClaim(name);
        }
    }

    void require(boolean holds, String name) {
        if (!holds) {
            throw new InvalidClaim(name);
        }
    }
}
