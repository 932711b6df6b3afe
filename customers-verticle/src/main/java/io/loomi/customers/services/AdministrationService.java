package io.loomi.customers.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.errors.Failure;
import io.loomi.customers.clients.RevocationPublisher;
import io.loomi.customers.clients.StatusPublisher;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.User;
import io.loomi.customers.entities.UserStatus;
import io.loomi.customers.repositories.UserRepository;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes the status and the roles of customers. The bank always keeps one administrator. */
public final class AdministrationService {

    private static final Logger LOG = LoggerFactory.getLogger(AdministrationService.class);

    private final UserRepository users;
    private final StatusPublisher statuses;
    private final RevocationPublisher revocations;
    private final Clock clock;

    public AdministrationService(
            UserRepository users, StatusPublisher statuses, RevocationPublisher revocations, Clock clock) {
        this.users = users;
        this.statuses = statuses;
        this.revocations = revocations;
        this.clock = clock;
    }

    /**
     * Suspends the customer, which ends their sessions, or reactivates them. Fails with NotFound, or with a Conflict when the
     * customer is the caller or the last administrator.
     */
    public Future<User> changeStatus(UUID id, UserStatus status, Caller caller, AuditContext context) {
        if (id.equals(caller.userId()) && status == UserStatus.SUSPENDED) {
            return Future.failedFuture(new Failure.Conflict("own-status", "Nobody can suspend themselves."));
        }
        return users.changeStatus(id, status, clock.instant(), context)
                .compose(changed ->
                        changed.map(change -> publishStatus(change, caller)).orElseGet(() -> unchanged(id)));
    }

    private Future<User> publishStatus(UserRepository.Changed changed, Caller caller) {
        User user = changed.user();
        return Future.join(statuses.publish(user.id(), user.status()), revocations.publish(changed.revocations()))
                .map(_ -> user)
                .onSuccess(_ -> LOG.atInfo()
                        .addKeyValue("userId", user.id())
                        .addKeyValue("administrator", caller.userId())
                        .addKeyValue("status", user.status().text())
                        .log("Status changed"));
    }

    /**
     * Sets the customer's roles and ends their sessions, because tokens carry the roles. Fails with NotFound, or with a Conflict when
     * the customer is the last administrator, or when an external issuer sets their roles.
     */
    public Future<User> changeRoles(UUID id, Set<Role> roles, Caller caller, AuditContext context) {
        return users.changeRoles(id, roles, clock.instant(), context)
                .compose(changed -> changed.map(change -> publishRevocations(change, caller))
                        .orElseGet(() -> unchanged(id)));
    }

    private Future<User> publishRevocations(UserRepository.Changed changed, Caller caller) {
        User user = changed.user();
        return revocations
                .publish(changed.revocations())
                .map(_ -> user)
                .onSuccess(_ -> LOG.atInfo()
                        .addKeyValue("userId", user.id())
                        .addKeyValue("administrator", caller.userId())
                        .addKeyValue("roles", user.roles())
                        .log("Roles changed"));
    }

    /** Returns a customer who already has the status or the roles; fails with NotFound. */
    private Future<User> unchanged(UUID id) {
        return users.find(id)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new Failure.NotFound("There is no such customer."))));
    }
}
