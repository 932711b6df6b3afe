package io.loomi.common.auth;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The permissions of each role. */
public final class RolePermissions {

    public static final String USER = "user";
    public static final String ADMIN = "admin";
    /** The role of services; no customer can have it. */
    public static final String SERVICE = "service";

    private static final Set<String> USER_PERMISSIONS = Set.of(
            Permission.READ_PROFILE,
            Permission.WRITE_PROFILE,
            Permission.READ_TRANSACTIONS,
            Permission.WRITE_TRANSACTIONS);

    private static final Set<String> ADMIN_PERMISSIONS = Stream.concat(
                    USER_PERMISSIONS.stream(), Stream.of(Permission.ADMIN_USERS, Permission.ADMIN_TRANSACTIONS))
            .collect(Collectors.toUnmodifiableSet());

    private static final Map<String, Set<String>> BY_ROLE = Map.of(
            USER, USER_PERMISSIONS,
            ADMIN, ADMIN_PERMISSIONS,
            SERVICE, Set.of(Permission.READ_USERS, Permission.READ_REVOCATIONS));

    private RolePermissions() {}

    /** The permissions of these roles together. An unknown role adds none. */
    public static Set<String> of(Collection<String> roles) {
        return roles.stream()
                .flatMap(role -> BY_ROLE.getOrDefault(role, Set.of()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
