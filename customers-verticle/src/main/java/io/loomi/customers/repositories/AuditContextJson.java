package io.loomi.customers.repositories;

import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.SessionEndReason;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;

/** An act as the database's function {@code acting} takes it. */
final class AuditContextJson {

    private AuditContextJson() {}

    static JsonObject of(AuditContext act) {
        JsonObject json = new JsonObject();
        act.actor().ifPresent(actor -> json.put("actor", actor));
        act.session().map(UUID::toString).ifPresent(session -> json.put("session", session));
        act.origin().userAgent().ifPresent(userAgent -> json.put("userAgent", userAgent));
        putText(json, "address", act.origin().address());
        putText(json, "correlationId", act.correlationId());
        return json;
    }

    /** @param reason of the sessions that end by it */
    static JsonObject of(AuditContext act, SessionEndReason reason) {
        return of(act).put("reason", reason.text());
    }

    /** @param now tells sessions that are over from those that are ended */
    static JsonObject of(AuditContext act, SessionEndReason reason, Instant now) {
        return of(act, reason).put("now", now.toString());
    }

    private static void putText(JsonObject json, String name, String text) {
        if (!text.isEmpty()) {
            json.put(name, text);
        }
    }
}
