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

/** Gives people everything that this service holds about them, as LGPD article 18 asks. */
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

    /** What is held about the person, the export itself included; fails with NotFound. */
    public Future<Export> export(UUID id, AuditContext act) {
        return users.find(id)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new Failure.NotFound("There is no such person."))))
                .compose(user -> export(user, act));
    }

    private Future<Export> export(User user, AuditContext act) {
        return audit.add("data-exported", Optional.of(user.id()), Map.of(), act)
                .compose(_ -> Future.all(sessions.list(user.id()), identities.of(user.id())))
                .map(found -> new Export(clock.instant(), user, found.resultAt(0), found.resultAt(1), audit));
    }
}
