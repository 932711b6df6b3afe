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
 * Where people are kept. A deleted person is found by nobody but {@link #search}. Each change is in the audit, as an act of
 * whoever makes it.
 */
public interface UserRepository {

    /** Fails with a Conflict when the e-mail address is taken. */
    Future<User> add(User user, String passwordHash, AuditContext act);

    Future<Optional<User>> find(UUID id);

    Future<Optional<User>> find(EmailAddress email);

    Future<Optional<Credentials>> findCredentials(EmailAddress email);

    /**
     * Makes the change if the person exists and the version is the expected one; empty otherwise. Fails with a Conflict
     * when the new e-mail address is taken.
     */
    Future<Optional<User>> change(UUID id, ProfileChange change, Instant now, AuditContext act);

    Future<Optional<Credentials>> findCredentials(UUID id);

    /**
     * Replaces the password that was proven, and ends every session but one: the answer says so. Empty when the person
     * is not active any more, or has another password by now.
     */
    Future<Optional<List<Revocation>>> changePassword(
            Credentials proven, String newHash, Optional<UUID> kept, AuditContext act);

    /**
     * Removes everything that tells who the person was, and puts them out. Empty when there was no such person;
     * fails with a Conflict when they are the last administrator.
     */
    Future<Optional<List<Revocation>>> erase(UUID id, Instant now, AuditContext act);

    /** A person as they are now, and who was put out by that. */
    record Changed(User user, List<Revocation> revocations) {}

    /**
     * Suspends the person, which puts them out, or lets them in again. Empty when there is no such person or that is their
     * status already; fails with a Conflict when they are the last administrator.
     */
    Future<Optional<Changed>> changeStatus(UUID id, UserStatus status, Instant now, AuditContext act);

    /**
     * Gives the person these roles instead of theirs, and ends their sessions, as tokens say the roles. Empty when there is no
     * such person or they have just these; fails with a Conflict when they are the last administrator.
     */
    Future<Optional<Changed>> changeRoles(UUID id, Set<Role> roles, Instant now, AuditContext act);

    /**
     * People, newest first.
     *
     * @param prefix the beginning of the name or e-mail address
     * @param after continues after this person
     */
    Future<List<User>> search(Optional<String> prefix, Optional<UserStatus> status, Optional<UUID> after, int limit);
}
