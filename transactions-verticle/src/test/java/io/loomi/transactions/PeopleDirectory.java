package io.loomi.transactions;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Whom the double knows: the status of people, and their e-mail addresses. */
final class PeopleDirectory {

    /** In place of a person's status: customers does not take their token any more, as it does once it has put them out. */
    private static final String TURNED_AWAY = "turned away";

    private final Map<UUID, String> statuses = new ConcurrentHashMap<>();
    private final Map<String, UUID> addresses = new ConcurrentHashMap<>();

    void set(UUID person, String status) {
        statuses.put(person, status);
    }

    void address(UUID person, String email) {
        addresses.put(email, person);
    }

    void forget(UUID person) {
        statuses.remove(person);
    }

    Optional<UUID> withAddress(String email) {
        return Optional.ofNullable(addresses.get(email));
    }

    Optional<String> statusOf(UUID person) {
        return Optional.ofNullable(statuses.get(person));
    }

    /** What a person who asks for their own status is answered with. */
    int codeFor(UUID person) {
        return statusOf(person)
                .map(status -> status.equals(TURNED_AWAY) ? 401 : 200)
                .orElse(404);
    }
}
