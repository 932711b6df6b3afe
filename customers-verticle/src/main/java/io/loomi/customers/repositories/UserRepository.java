package io.loomi.customers.repositories;

import io.loomi.customers.entities.Act;
import io.loomi.customers.entities.Credentials;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.ProfileChange;
import io.loomi.customers.entities.User;
import io.loomi.customers.entities.UserStatus;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where people are kept. A deleted person is found by nobody but {@link #search}. Each change is in the audit, as an act of
 * whoever makes it.
 */
public interface UserRepository {

    /** Fails with a Conflict when the e-mail address is taken. */
    Future<User> add(User user, String passwordHash, Act act);

    Future<Optional<User>> find(UUID id);

    Future<Optional<User>> find(EmailAddress email);

    Future<Optional<Credentials>> findCredentials(EmailAddress email);

    /**
     * Makes the change if the person exists and the version is the expected one; empty otherwise. Fails with a Conflict
     * when the new e-mail address is taken.
     */
    Future<Optional<User>> change(UUID id, ProfileChange change, Instant now, Act act);

    Future<Optional<Credentials>> findCredentials(UUID id);

    /**
     * Replaces the password that was proven, and ends every session but one: the answer names those. Empty when the person
     * is not active any more, or has another password by now.
     */
    Future<Optional<List<UUID>>> changePassword(Credentials proven, String newHash, Optional<UUID> kept, Act act);

    /**
     * Removes everything that tells who the person was, and ends their sessions: the answer names those. Empty when there
     * was no such person.
     */
    Future<Optional<List<UUID>>> erase(UUID id, Instant now, Act act);

    /**
     * People, newest first.
     *
     * @param prefix the beginning of the name or e-mail address
     * @param after continues after this person
     */
    Future<List<User>> search(Optional<String> prefix, Optional<UserStatus> status, Optional<UUID> after, int limit);
}
