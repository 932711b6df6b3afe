package io.loomi.transactions;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The double's customers, with their status and e-mail address. */
final class CustomerDirectory {

    /** Not a real status: customers rejects the tokens of this customer, as after a revocation. */
    private static final String REJECTED = "rejected";

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

    /** The HTTP status for a customer who reads their own profile. */
    int codeFor(UUID person) {
        return statusOf(person)
                .map(status -> status.equals(REJECTED) ? 401 : 200)
                .orElse(404);
    }
}
