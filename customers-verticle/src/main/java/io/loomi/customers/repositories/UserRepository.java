package io.loomi.customers.repositories;

import io.loomi.common.revocations.Revocation;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.Credentials;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.ProfileChange;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.User;
import io.loomi.customers.entities.UserStatus;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The customers. Only {@link #search} finds deleted ones. The audit records each change with its audit context.
 */
public interface UserRepository {

    /** Adds a customer. Fails with a Conflict when the e-mail address is taken. */
    Future<User> add(User user, String passwordHash, AuditContext context);

    Future<Optional<User>> find(UUID id);

    Future<Optional<User>> find(EmailAddress email);

    Future<Optional<Credentials>> findCredentials(EmailAddress email);

    /**
     * Changes the profile if the customer exists and the version is expected; empty otherwise. Fails with a Conflict when the new e-mail
     * address is taken.
     */
    Future<Optional<User>> change(UUID id, ProfileChange change, Instant now, AuditContext context);

    Future<Optional<Credentials>> findCredentials(UUID id);

    /**
     * Replaces the password, ends every session except one, and returns the revocations. Empty when the customer is no
     * longer active, or when they have changed the password meanwhile.
     */
    Future<Optional<List<Revocation>>> changePassword(
            Credentials verified, String newHash, Optional<UUID> kept, AuditContext context);

    /**
     * Erases the customer's personal data, ends their sessions, and returns the revocations. Empty when there is no such customer;
     * fails with a Conflict for the last administrator.
     */
    Future<Optional<List<Revocation>>> erase(UUID id, Instant now, AuditContext context);

    /** A changed customer, and the revocations that the change caused. */
    record Changed(User user, List<Revocation> revocations) {}

    /**
     * Suspends the customer, which ends their sessions, or reactivates them. Empty when there is no such customer, or
     * when they already have the status; fails with a Conflict for the last administrator.
     */
    Future<Optional<Changed>> changeStatus(UUID id, UserStatus status, Instant now, AuditContext context);

    /**
     * Replaces the customer's roles and ends their sessions, because tokens carry the roles. Empty when there is no
     * such customer, or when they already have the roles; fails with a Conflict for the last administrator.
     */
    Future<Optional<Changed>> changeRoles(UUID id, Set<Role> roles, Instant now, AuditContext context);

    /**
     * Returns customers, newest first.
     *
     * @param prefix the beginning of the name or e-mail address
     * @param after continues after this customer
     */
    Future<List<User>> search(Optional<String> prefix, Optional<UserStatus> status, Optional<UUID> after, int limit);
}
