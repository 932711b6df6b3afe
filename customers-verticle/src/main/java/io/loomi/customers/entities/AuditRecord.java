package io.loomi.customers.entities;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A record of the audit: who did what to whom.
 *
 * @param session the session that was opened or ended; otherwise the session of the request
 * @param details details by name, such as a reason, names of fields, or roles
 */
public record AuditRecord(
        UUID id,
        Instant at,
        String action,
        Optional<String> actor,
        Optional<UUID> subject,
        Optional<UUID> session,
        Optional<String> address,
        Optional<String> userAgent,
        Optional<String> correlationId,
        Map<String, Object> details) {

    public AuditRecord {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details)); // Map.copyOf does not keep the order
    }

    /** Returns the record as this customer may see it: without the identity and origin of any other actor. */
    public AuditRecord asSeenBy(UUID userId) {
        boolean byOther = actor.isPresent() && !actor.get().equals(userId.toString());
        return byOther
                ? new AuditRecord(
                        id,
                        at,
                        action,
                        Optional.empty(),
                        subject,
                        session.filter(_ -> action.equals("session-ended")),
                        Optional.empty(),
                        Optional.empty(),
                        correlationId,
                        details)
                : this;
    }
}
