package io.loomi.customers.services;

import io.loomi.common.errors.Failure;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.User;
import io.loomi.customers.repositories.AuditRepository;
import io.loomi.customers.repositories.IdentityRepository;
import io.loomi.customers.repositories.UserRepository;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Exports all data that this service holds about a customer (LGPD, article 18). */
public final class ExportService {

    private final UserRepository users;
    private final SessionService sessions;
    private final IdentityRepository identities;
    private final AuditRepository audit;
    private final Clock clock;

    public ExportService(
            UserRepository users,
            SessionService sessions,
            IdentityRepository identities,
            AuditRepository audit,
            Clock clock) {
        this.users = users;
        this.sessions = sessions;
        this.identities = identities;
        this.audit = audit;
        this.clock = clock;
    }

    /** Exports the customer's data, including the audit record of this export. Fails with NotFound. */
    public Future<Export> export(UUID id, AuditContext context) {
        return users.find(id)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new Failure.NotFound("There is no such customer."))))
                .compose(user -> export(user, context));
    }

    private Future<Export> export(User user, AuditContext context) {
        return audit.add("data-exported", Optional.of(user.id()), Map.of(), context)
                .compose(_ -> Future.all(sessions.list(user.id()), identities.listOf(user.id())))
                .map(found -> new Export(clock.instant(), user, found.resultAt(0), found.resultAt(1), audit));
    }
}
