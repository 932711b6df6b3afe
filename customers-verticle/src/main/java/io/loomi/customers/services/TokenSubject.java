package io.loomi.customers.services;

import io.loomi.common.auth.Permission;
import io.loomi.common.auth.RolePermissions;
import io.loomi.common.identity.Ids;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.User;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The subject of an access token, with its roles and permissions.
 *
 * @param roles sorted
 * @param permissions sorted
 */
record TokenSubject(UUID id, List<String> roles, List<String> permissions) {

    static final String CUSTOMERS = "customers";

    static TokenSubject of(User user) {
        return inRoles(user.id(), sorted(user.roles().stream().map(Role::text)));
    }

    /**
     * The subject of a service: its id is derived from its name, and its role has only the permissions that it needs.
     */
    static TokenSubject ofService(String clientId) {
        return inRoles(Ids.ofService(clientId), List.of(RolePermissions.SERVICE));
    }

    /** The subject of the customers service itself, which may only close accounts. */
    static TokenSubject ofCustomers() {
        return new TokenSubject(
                Ids.ofService(CUSTOMERS), List.of(RolePermissions.SERVICE), List.of(Permission.CLOSE_ACCOUNTS));
    }

    private static TokenSubject inRoles(UUID id, List<String> roles) {
        return new TokenSubject(id, roles, sorted(RolePermissions.of(roles).stream()));
    }

    private static List<String> sorted(Stream<String> texts) {
        return texts.sorted().toList();
    }
}
