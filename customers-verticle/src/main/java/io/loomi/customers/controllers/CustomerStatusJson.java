package io.loomi.customers.controllers;

import io.loomi.customers.entities.User;

/** The id and the status of a customer: all that another service needs. */
record CustomerStatusJson(String id, String status) {

    static CustomerStatusJson of(User user) {
        return new CustomerStatusJson(user.id().toString(), user.status().text());
    }
}
