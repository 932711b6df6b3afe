package io.loomi.common.revocations;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;

/**
 * The end of a session, the suspension or deletion of a customer, or a customer's reactivation. Receiving one twice has
 * no effect.
 *
 * @param subject the id of the session or of the customer
 * @param at when it was recorded, by the clock of the customers database
 * @param expires when every token that it concerns has expired
 */
public record Revocation(UUID id, Kind kind, UUID subject, Instant at, Instant expires) {

    /** What happened. */
    public enum Kind {
        /** A session has ended. */
        SESSION,
        /** A customer was suspended or deleted. */
        USER,
        /** A suspended customer was reactivated: tokens issued from now on are valid. */
        REACTIVATION;

        /** The form in the database and in JSON. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The latest plausible time of a revocation: no clock of the bank is two days wrong. This value changes once a day.
     */
    public static Instant latestAt(Instant now) {
        return now.truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS);
    }

    /**
     * Returns a copy whose time is at most this time, and whose expiry is at most a day later. Later times come from a
     * wrong clock or a forger.
     */
    Revocation notAfter(Instant latest) {
        Instant latestExpiry = latest.plus(1, ChronoUnit.DAYS);
        return at.isAfter(latest) || expires.isAfter(latestExpiry)
                ? new Revocation(
                        id,
                        kind,
                        subject,
                        at.isAfter(latest) ? latest : at,
                        expires.isAfter(latestExpiry) ? latestExpiry : expires)
                : this;
    }

    /** @throws RuntimeException if the JSON is not a revocation */
    public static Revocation of(JsonObject json) {
        return new Revocation(
                UUID.fromString(json.getString("id")),
                Kind.valueOf(json.getString("kind").toUpperCase(Locale.ROOT)),
                UUID.fromString(json.getString("subject")),
                OffsetDateTime.parse(json.getString("at")).toInstant(),
                OffsetDateTime.parse(json.getString("expires")).toInstant());
    }

    public JsonObject json() {
        return new JsonObject()
                .put("id", id.toString())
                .put("kind", kind.text())
                .put("subject", subject.toString())
                .put("at", at.toString())
                .put("expires", expires.toString());
    }
}
