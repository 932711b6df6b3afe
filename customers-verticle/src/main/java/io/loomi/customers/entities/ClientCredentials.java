package io.loomi.customers.entities;

/** What somebody shows to prove that they are a service; never logged. */
public record ClientCredentials(String id, String secret) {

    @Override
    public String toString() {
        return "ClientCredentials[…]";
    }
}
