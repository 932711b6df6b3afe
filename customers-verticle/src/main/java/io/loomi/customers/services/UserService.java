package io.loomi.customers.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.Permission;
import io.loomi.common.errors.Failure;
import io.loomi.common.identity.Ids;
import io.loomi.common.pages.Page;
import io.loomi.common.pages.PageRequest;
import io.loomi.customers.clients.RevocationPublisher;
import io.loomi.customers.clients.StatusPublisher;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.Password;
import io.loomi.customers.entities.PersonName;
import io.loomi.customers.entities.ProfileChange;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.User;
import io.loomi.customers.entities.UserStatus;
import io.loomi.customers.repositories.UserRepository;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registers customers, and reads, changes and deletes their profiles. */
public final class UserService {

    private static final Logger LOG = LoggerFactory.getLogger(UserService.class);

    private final UserRepository users;
    private final PasswordHasher hasher;
    private final StatusPublisher statuses;
    private final RevocationPublisher revocations;
    private final AccountClosure accounts;
    private final Clock clock;

    public UserService(
            UserRepository users,
            PasswordHasher hasher,
            StatusPublisher statuses,
            RevocationPublisher revocations,
            AccountClosure accounts,
            Clock clock) {
        this.users = users;
        this.hasher = hasher;
        this.statuses = statuses;
        this.revocations = revocations;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Registers a customer. Fails with a Conflict when the e-mail address is taken. */
    public Future<User> register(PersonName name, EmailAddress email, Password password, AuditContext context) {
        return hasher.hash(password)
                .compose(hash -> users.add(
                        User.registered(Ids.next(clock), name, email, Set.of(Role.USER), clock.instant()),
                        hash,
                        context))
                .onSuccess(user -> LOG.atInfo().addKeyValue("userId", user.id()).log("Customer registered"));
    }

    /**
     * Returns the customer without a check of the caller. Fails with NotFound if the customer does not exist or was
     * deleted.
     */
    public Future<User> profile(UUID id) {
        return users.find(id).compose(UserService::require);
    }

    /** Like {@link #profile(UUID)}, by the e-mail address. */
    public Future<User> profile(EmailAddress email) {
        return users.find(email).compose(UserService::require);
    }

    /**
     * Returns any profile to administrators and services, and to other callers only their own. Otherwise fails with
     * Forbidden, even if there is no such customer.
     */
    public Future<User> profile(UUID id, Caller caller) {
        return caller.may(Permission.READ_USERS)
                ? profile(id)
                : requireOwn(id, caller).compose(_ -> profile(id));
    }

    /**
     * Fails with Forbidden unless the caller is the customer or an administrator, even if there is no such customer.
     */
    private static Future<Void> requireOwn(UUID id, Caller caller) {
        return caller.userId().equals(id) || caller.may(Permission.ADMIN_USERS)
                ? Future.succeededFuture()
                : Future.failedFuture(new Failure.Forbidden("not-yours", "This profile belongs to another customer."));
    }

    /** Like {@link #change(UUID, ProfileChange, AuditContext)}, for the customer or an administrator; Forbidden for other callers. */
    public Future<User> change(UUID id, ProfileChange change, Caller caller, AuditContext context) {
        return requireOwn(id, caller).compose(_ -> change(id, change, context));
    }

    /** Like {@link #delete(UUID, AuditContext)}, for the customer or an administrator; Forbidden for other callers. */
    public Future<Void> delete(UUID id, Caller caller, AuditContext context) {
        return requireOwn(id, caller).compose(_ -> delete(id, context));
    }

    /**
     * Changes a profile. Fails with PreconditionFailed if the version is not an expected one, and with a Conflict if
     * the e-mail address is taken.
     */
    public Future<User> change(UUID id, ProfileChange change, AuditContext context) {
        return users.change(id, change, clock.instant(), context)
                .compose(changed -> changed.map(Future::succeededFuture).orElseGet(() -> failUnchanged(id)));
    }

    private Future<User> failUnchanged(UUID id) {
        return profile(id)
                .compose(_ -> Future.failedFuture(new Failure.PreconditionFailed(
                        "The profile has changed since it was read: read it again, then change it.")));
    }

    /**
     * Erases a customer and ends their sessions; the ledger keeps their transactions under the id. Fails as {@link
     * AccountClosure} does while the account is not empty.
     */
    public Future<Void> delete(UUID id, AuditContext context) {
        return profile(id)
                .compose(_ -> accounts.closeAndErase(
                        id, () -> users.erase(id, clock.instant(), context).compose(UserService::require)))
                .compose(ended -> Future.join(statuses.publish(id, UserStatus.DELETED), revocations.publish(ended))
                        .<Void>mapEmpty())
                .onSuccess(_ -> LOG.atInfo().addKeyValue("userId", id).log("Customer erased"));
    }

    /** Returns customers whose name or e-mail address begins with the filter {@code q}, newest first. */
    public Future<Page<User>> search(PageRequest request) {
        return users.search(
                        request.filter("q"),
                        request.value("status", UserStatus::of),
                        request.after().map(UserService::position),
                        request.limit() + 1)
                .map(found -> Page.of(found, request, user -> user.id().toString()));
    }

    private static UUID position(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOurs) {
            throw PageRequest.invalidCursor();
        }
    }

    private static <T> Future<T> require(Optional<T> found) {
        return found.map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(new Failure.NotFound("There is no such customer.")));
    }
}
