package io.loomi.customers.controllers;

import io.loomi.customers.entities.User;

/** What another service needs to know of a person, and no more. */
record CustomerStatusJson(String id, String status) {

    static CustomerStatusJson of(User user) {
        return new CustomerStatusJson(user.id().toString(), user.status().text());
    }
}
