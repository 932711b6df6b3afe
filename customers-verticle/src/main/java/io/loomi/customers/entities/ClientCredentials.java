package io.loomi.customers.entities;

/** The credentials that a service sends to sign in. Never logged. */
public record ClientCredentials(String id, String secret) {

    @Override
    public String toString() {
        return "ClientCredentials[…]";
    }
}
