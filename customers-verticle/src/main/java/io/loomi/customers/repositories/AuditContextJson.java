package io.loomi.customers.repositories;

import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.SessionEndReason;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;

/** Converts an audit context to the JSON of {@code set_audit_context}. */
final class AuditContextJson {

    private AuditContextJson() {}

    static JsonObject of(AuditContext context) {
        JsonObject json = new JsonObject();
        context.actor().ifPresent(actor -> json.put("actor", actor));
        context.session().map(UUID::toString).ifPresent(session -> json.put("session", session));
        context.origin().userAgent().ifPresent(userAgent -> json.put("userAgent", userAgent));
        putText(json, "address", context.origin().address());
        putText(json, "correlationId", context.correlationId());
        return json;
    }

    /** @param reason why sessions end by this change */
    static JsonObject of(AuditContext context, SessionEndReason reason) {
        return of(context).put("reason", reason.text());
    }

    /** @param now tells expired sessions from ended ones */
    static JsonObject of(AuditContext context, SessionEndReason reason, Instant now) {
        return of(context, reason).put("now", now.toString());
    }

    private static void putText(JsonObject json, String name, String text) {
        if (!text.isEmpty()) {
            json.put(name, text);
        }
    }
}
