package io.loomi.common.bus;

/**
 * What is talked about on the event bus. Messages are JSON; the form of one never changes in a way that a process of the version
 * before would not understand: a new form is a new address.
 */
public enum BusAddress {

    /** Asked of customers: {@code {userId}}, whose {@code {id, status}} is answered as {@code GET /api/users/{userId}} would. */
    STATUS("loomi.customers.status.v1"),

    /** Asked of customers: {@code {id}} or {@code {email}}, answered as {@code GET /api/users/lookup} is. */
    LOOKUP("loomi.customers.lookup.v1"),

    /** Told by customers: {@code {revocations}}, each as in {@code GET /api/revocations}. */
    REVOCATIONS("loomi.revocations.v1"),

    /** Told by customers: {@code {userId}} of somebody whose status has changed. */
    CHANGES("loomi.customers.changes.v1");

    private final String text;

    BusAddress(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
