package io.loomi.customers.entities;

import java.util.Optional;
import java.util.UUID;

/**
 * What the audit records in addition to a change: who made it, from where and in which request.
 *
 * @param actor the id of a customer or the name of a service; empty when it is unknown
 * @param session the session of the request
 * @param correlationId the correlation id of the request; empty when there is no request
 */
public record AuditContext(Optional<String> actor, Optional<UUID> session, Origin origin, String correlationId) {

    private static final String CONFIGURATION = "configuration";

    public static AuditContext anonymous(Origin origin, String correlationId) {
        return new AuditContext(Optional.empty(), Optional.empty(), origin, correlationId);
    }

    public static AuditContext of(UUID userId, Optional<UUID> session, Origin origin, String correlationId) {
        return new AuditContext(Optional.of(userId.toString()), session, origin, correlationId);
    }

    /** The context of a change that the settings require at start. */
    public static AuditContext ofConfiguration() {
        return new AuditContext(Optional.of(CONFIGURATION), Optional.empty(), Origin.NONE, "");
    }

    /** The context of a change that a periodic task makes. */
    public static AuditContext ofPeriodicTask() {
        return new AuditContext(Optional.empty(), Optional.empty(), Origin.NONE, "");
    }

    /** Returns a copy with this actor. */
    public AuditContext withActor(String newActor) {
        return new AuditContext(Optional.of(newActor), session, origin, correlationId);
    }
}
