package io.loomi.common.revocations;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;

/**
 * Word of a session that has ended or of a person who was put out or let in again. Whoever hears it twice learns nothing new.
 *
 * @param subject the session or the person
 * @param at when it was recorded, by the clock of the customers' database
 * @param expires when no token that it is about is good any more
 */
public record Revocation(UUID id, Kind kind, UUID subject, Instant at, Instant expires) {

    /** What has happened. */
    public enum Kind {
        /** A session has ended. */
        SESSION,
        /** A person was suspended, or has left. */
        USER,
        /** A suspended person may use the bank again, with tokens that are issued from now on. */
        REACTIVATION;

        /** As stored and as shown. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The latest time that a word may have been recorded at: none of our clocks is as wrong. The same all day, so that it changes little. */
    public static Instant latestAt(Instant now) {
        return now.truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS);
    }

    /** The same with no later time than this, and forgotten a day after it: a clock was wrong, or somebody has forged it. */
    Revocation notAfter(Instant latest) {
        Instant longest = latest.plus(1, ChronoUnit.DAYS);
        return at.isAfter(latest) || expires.isAfter(longest)
                ? new Revocation(
                        id,
                        kind,
                        subject,
                        at.isAfter(latest) ? latest : at,
                        expires.isAfter(longest) ? longest : expires)
                : this;
    }

    /** @throws RuntimeException when it is none */
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
