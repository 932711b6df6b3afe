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

/** What administrators do with people. There is always one administrator left. */
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
     * Suspends the person, who is out at once, or lets them in again. Fails with NotFound, or with a Conflict when it is the
     * caller who would suspend themselves, or the last administrator.
     */
    public Future<User> changeStatus(UUID id, UserStatus status, Caller caller, AuditContext act) {
        if (id.equals(caller.userId()) && status == UserStatus.SUSPENDED) {
            return Future.failedFuture(new Failure.Conflict("own-status", "Nobody can suspend themselves."));
        }
        return users.changeStatus(id, status, clock.instant(), act)
                .compose(changed -> changed.map(done -> tell(done, caller)).orElseGet(() -> unchanged(id)));
    }

    private Future<User> tell(UserRepository.Changed changed, Caller caller) {
        User user = changed.user();
        return Future.join(statuses.announce(user.id(), user.status()), revocations.announce(changed.revocations()))
                .map(_ -> user)
                .onSuccess(_ -> LOG.atInfo()
                        .addKeyValue("userId", user.id())
                        .addKeyValue("by", caller.userId())
                        .addKeyValue("status", user.status().text())
                        .log("Status changed"));
    }

    /**
     * Gives the person these roles, and ends their sessions: tokens say the roles. Fails with NotFound, or with a Conflict when
     * no administrator would be left, or when another issuer says the person's roles.
     */
    public Future<User> changeRoles(UUID id, Set<Role> roles, Caller caller, AuditContext act) {
        return users.changeRoles(id, roles, clock.instant(), act)
                .compose(changed -> changed.map(done -> end(done, caller)).orElseGet(() -> unchanged(id)));
    }

    private Future<User> end(UserRepository.Changed changed, Caller caller) {
        User user = changed.user();
        return revocations
                .announce(changed.revocations())
                .map(_ -> user)
                .onSuccess(_ -> LOG.atInfo()
                        .addKeyValue("userId", user.id())
                        .addKeyValue("by", caller.userId())
                        .addKeyValue("roles", user.roles())
                        .log("Roles changed"));
    }

    /** There is nothing to change in whoever is so already. */
    private Future<User> unchanged(UUID id) {
        return users.find(id)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new Failure.NotFound("There is no such person."))));
    }
}
