package io.loomi.common.auth;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each role may do. */
public final class RolePermissions {

    public static final String USER = "user";
    public static final String ADMIN = "admin";
    /** Of services, which are nobody: no person can have it. */
    public static final String SERVICE = "service";

    private static final Set<String> OF_USERS = Set.of(
            Permission.READ_PROFILE,
            Permission.WRITE_PROFILE,
            Permission.READ_TRANSACTIONS,
            Permission.WRITE_TRANSACTIONS);

    private static final Set<String> OF_ADMINS = Stream.concat(
                    OF_USERS.stream(), Stream.of(Permission.ADMIN_USERS, Permission.ADMIN_TRANSACTIONS))
            .collect(Collectors.toUnmodifiableSet());

    private static final Map<String, Set<String>> BY_ROLE = Map.of(
            USER, OF_USERS,
            ADMIN, OF_ADMINS,
            SERVICE, Set.of(Permission.READ_USERS, Permission.READ_REVOCATIONS));

    private RolePermissions() {}

    /** What somebody may do who has these roles; a role that is not known adds nothing. */
    public static Set<String> of(Collection<String> roles) {
        return roles.stream()
                .flatMap(role -> BY_ROLE.getOrDefault(role, Set.of()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
