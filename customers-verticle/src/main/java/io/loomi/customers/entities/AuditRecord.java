package io.loomi.customers.entities;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * That somebody has done something.
 *
 * @param session that was opened or ended, else that it was done in
 * @param details a reason, names of fields, roles; by name
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
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details)); // Map.copyOf would lose their order
    }

    /** As the person may see it: who else acted, and from where, are those others' data. */
    public AuditRecord asSeenBy(UUID person) {
        boolean another = actor.isPresent() && !actor.get().equals(person.toString());
        return another
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
