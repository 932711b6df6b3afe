package io.loomi.customers.controllers;

import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.User;
import java.time.Instant;
import java.util.List;

/** A customer in the API. */
record UserJson(
        String id, String name, String email, String status, List<String> roles, Instant createdAt, Instant updatedAt) {

    static UserJson of(User user) {
        return new UserJson(
                user.id().toString(),
                user.name().value(),
                user.email().value(),
                user.status().text(),
                user.roles().stream().map(Role::text).sorted().toList(),
                user.createdAt(),
                user.updatedAt());
    }
}
