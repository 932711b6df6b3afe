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

    void set(UUID customer, String status) {
        statuses.put(customer, status);
    }

    void address(UUID customer, String email) {
        addresses.put(email, customer);
    }

    void remove(UUID customer) {
        statuses.remove(customer);
    }

    Optional<UUID> withAddress(String email) {
        return Optional.ofNullable(addresses.get(email));
    }

    Optional<String> statusOf(UUID customer) {
        return Optional.ofNullable(statuses.get(customer));
    }

    /** The HTTP status for a customer who reads their own profile. */
    int codeFor(UUID customer) {
        return statusOf(customer)
                .map(status -> status.equals(REJECTED) ? 401 : 200)
                .orElse(404);
    }
}
