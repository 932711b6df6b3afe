package io.loomi.customers.entities;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A customer.
 *
 * @param version increases with each change, from 1
 */
public record User(
        UUID id,
        PersonName name,
        EmailAddress email,
        UserStatus status,
        Set<Role> roles,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public User {
        roles = Set.copyOf(roles);
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("must have a role");
        }
    }

    public static User registered(UUID id, PersonName name, EmailAddress email, Set<Role> roles, Instant now) {
        return new User(id, name, email, UserStatus.ACTIVE, roles, 1, now, now);
    }

    public boolean isActive() {
        return status == UserStatus.ACTIVE;
    }
}
