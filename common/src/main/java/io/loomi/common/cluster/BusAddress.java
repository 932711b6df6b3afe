package io.loomi.common.cluster;

/**
 * The addresses on the event bus. Messages are JSON and stay compatible with the previous version: an incompatible form
 * gets a new address.
 */
public enum BusAddress {

    /**
     * Request to customers: {@code {userId}}. The reply is {@code {id, status}}, as from
     * {@code GET /api/users/{userId}}.
     */
    STATUS("loomi.customers.status.v1"),

    /** Request to customers: {@code {id}} or {@code {email}}. The reply is as from {@code GET /api/users/lookup}. */
    LOOKUP("loomi.customers.lookup.v1"),

    /** Broadcast by customers: {@code {revocations}}, each as in {@code GET /api/revocations}. */
    REVOCATIONS("loomi.revocations.v1"),

    /** Broadcast by customers: {@code {userId}} of a customer whose status has changed. */
    CHANGES("loomi.customers.changes.v1");

    private final String text;

    BusAddress(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
