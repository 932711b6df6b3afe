package io.loomi.customers.entities;

/** A person with what proves that it is they; never shown, never logged. */
public record Credentials(User user, String passwordHash) {

    @Override
    public String toString() {
        return "Credentials[" + user.id() + "]";
    }
}
