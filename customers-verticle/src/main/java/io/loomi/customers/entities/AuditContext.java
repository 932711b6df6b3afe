package io.loomi.customers.entities;

import java.util.Optional;
import java.util.UUID;

/**
 * Somebody doing something: what the audit notes beside the change itself.
 *
 * @param actor the id of a person or the name of a service, empty for nobody who is known
 * @param session that it is done in
 * @param correlationId of the request, empty where there is none
 */
public record AuditContext(Optional<String> actor, Optional<UUID> session, Origin origin, String correlationId) {

    private static final String CONFIGURATION = "configuration";

    public static AuditContext ofNobody(Origin origin, String correlationId) {
        return new AuditContext(Optional.empty(), Optional.empty(), origin, correlationId);
    }

    public static AuditContext of(UUID person, Optional<UUID> session, Origin origin, String correlationId) {
        return new AuditContext(Optional.of(person.toString()), session, origin, correlationId);
    }

    /** What the settings of the service ask for at its start. */
    public static AuditContext ofConfiguration() {
        return new AuditContext(Optional.of(CONFIGURATION), Optional.empty(), Origin.NONE, "");
    }

    /** What nobody asks for: it is done because it is due. */
    public static AuditContext ofNobody() {
        return new AuditContext(Optional.empty(), Optional.empty(), Origin.NONE, "");
    }

    /** The same, now that it is known who acts. */
    public AuditContext by(String known) {
        return new AuditContext(Optional.of(known), session, origin, correlationId);
    }
}
