package io.loomi.customers.services;

import io.loomi.common.errors.Failure;
import io.loomi.common.identity.Ids;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.Password;
import io.loomi.customers.entities.PersonName;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.User;
import io.loomi.customers.repositories.UserRepository;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the configured administrator at start, unless the e-mail address is already registered. */
public final class FirstAdministrator {

    private static final Logger LOG = LoggerFactory.getLogger(FirstAdministrator.class);
    private static final PersonName NAME = new PersonName("Administrator");

    private final UserRepository users;
    private final PasswordHasher hasher;
    private final Clock clock;

    public FirstAdministrator(UserRepository users, PasswordHasher hasher, Clock clock) {
        this.users = users;
        this.hasher = hasher;
        this.clock = clock;
    }

    public Future<Void> ensure(EmailAddress email, Password password) {
        return users.find(email).compose(found -> found.isPresent() ? keep(found.get()) : add(email, password));
    }

    private static Future<Void> keep(User user) {
        if (!user.roles().contains(Role.ADMIN)) {
            LOG.atWarn()
                    .addKeyValue("userId", user.id())
                    .log("ADMIN_EMAIL belongs to a customer who is not an administrator");
        }
        return Future.succeededFuture();
    }

    private Future<Void> add(EmailAddress email, Password password) {
        Set<Role> roles = Set.of(Role.USER, Role.ADMIN);
        return hasher.hash(password)
                .compose(hash -> users.add(
                        User.registered(Ids.next(clock), NAME, email, roles, clock.instant()),
                        hash,
                        AuditContext.ofConfiguration()))
                .onSuccess(
                        admin -> LOG.atInfo().addKeyValue("userId", admin.id()).log("First administrator added"))
                .<Void>mapEmpty()
                // another instance that starts at the same time may have added the administrator
                .recover(failure ->
                        failure instanceof Failure.Conflict ? Future.succeededFuture() : Future.failedFuture(failure));
    }
}
