package io.loomi.customers.services;

import io.loomi.common.auth.Permission;
import io.loomi.common.identity.Ids;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.User;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Who an access token speaks for, in which roles, and what they may do by them.
 *
 * @param roles sorted, as permissions are
 */
record TokenSubject(UUID id, List<String> roles, List<String> permissions) {

    private static final String SERVICE_ROLE = "service";

    private static final Set<String> OF_USERS = Set.of(
            Permission.READ_PROFILE,
            Permission.WRITE_PROFILE,
            Permission.READ_TRANSACTIONS,
            Permission.WRITE_TRANSACTIONS);
    private static final Set<String> OF_ADMINS = Set.of(Permission.ADMIN_USERS, Permission.ADMIN_TRANSACTIONS);
    private static final Set<String> OF_SERVICES = Set.of(Permission.READ_USERS, Permission.READ_REVOCATIONS);

    static TokenSubject of(User user) {
        Set<String> permissions = new TreeSet<>(OF_USERS);
        if (user.roles().contains(Role.ADMIN)) {
            permissions.addAll(OF_ADMINS);
        }
        return new TokenSubject(user.id(), sorted(user.roles().stream().map(Role::text)), sorted(permissions.stream()));
    }

    /** A service is no user: it has an id that follows from its name, a role of its own, and no more than it needs. */
    static TokenSubject ofService(String clientId) {
        return new TokenSubject(Ids.ofName("service:" + clientId), List.of(SERVICE_ROLE), sorted(OF_SERVICES.stream()));
    }

    private static List<String> sorted(Stream<String> texts) {
        return texts.sorted().toList();
    }
}
