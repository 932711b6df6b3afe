package io.loomi.customers.entities;

/** A customer and their password hash. Never shown, never logged. */
public record Credentials(User user, String passwordHash) {

    @Override
    public String toString() {
        return "Credentials[" + user.id() + "]";
    }
}
