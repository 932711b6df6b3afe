package io.loomi.customers.services;

import io.loomi.customers.entities.AuditRecord;
import io.loomi.customers.entities.Identity;
import io.loomi.customers.entities.Session;
import io.loomi.customers.entities.User;
import io.loomi.customers.repositories.AuditRepository;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The data of a customer. Reads the audit records in batches of {@link #BATCH_SIZE}. For one reader. */
public final class Export {

    private static final int BATCH_SIZE = 200;

    private final Instant at;
    private final User user;
    private final List<Session> sessions;
    private final List<Identity> identities;
    private final AuditRepository audit;
    private Optional<UUID> last = Optional.empty();
    private boolean complete;

    Export(Instant at, User user, List<Session> sessions, List<Identity> identities, AuditRepository audit) {
        this.at = at;
        this.user = user;
        this.sessions = List.copyOf(sessions);
        this.identities = List.copyOf(identities);
        this.audit = audit;
    }

    public Instant at() {
        return at;
    }

    public User user() {
        return user;
    }

    public List<Session> sessions() {
        return sessions;
    }

    public List<Identity> identities() {
        return identities;
    }

    /** Returns the next records, oldest first, as the customer may see them. */
    public Future<List<AuditRecord>> records() {
        return audit.listAbout(user.id(), last, BATCH_SIZE).map(records -> {
            complete = records.size() < BATCH_SIZE;
            if (!records.isEmpty()) {
                last = Optional.of(records.getLast().id());
            }
            return records.stream().map(record -> record.asSeenBy(user.id())).toList();
        });
    }

    /** Whether all records were read. */
    public boolean isComplete() {
        return complete;
    }
}
