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
public record Act(Optional<String> actor, Optional<UUID> session, Origin origin, String correlationId) {

    private static final String CONFIGURATION = "configuration";

    public static Act ofNobody(Origin origin, String correlationId) {
        return new Act(Optional.empty(), Optional.empty(), origin, correlationId);
    }

    public static Act of(UUID person, Optional<UUID> session, Origin origin, String correlationId) {
        return new Act(Optional.of(person.toString()), session, origin, correlationId);
    }

    /** What the settings of the service ask for at its start. */
    public static Act ofConfiguration() {
        return new Act(Optional.of(CONFIGURATION), Optional.empty(), Origin.NONE, "");
    }

    /** What nobody asks for: it is done because it is due. */
    public static Act ofNobody() {
        return new Act(Optional.empty(), Optional.empty(), Origin.NONE, "");
    }

    /** The same, now that it is known who acts. */
    public Act by(String known) {
        return new Act(Optional.of(known), session, origin, correlationId);
    }
}
