package io.loomi.customers.controllers;

import io.loomi.customers.entities.User;

/** What another service needs to know of a person, and no more. */
record StandingJson(String id, String status) {

    static StandingJson of(User user) {
        return new StandingJson(user.id().toString(), user.status().text());
    }
}
