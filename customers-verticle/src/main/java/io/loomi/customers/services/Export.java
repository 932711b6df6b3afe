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

/** What is held about a person; their records are many, and are read {@link #AT_ONCE} at a time. Used by one reader. */
public final class Export {

    private static final int AT_ONCE = 200;

    private final Instant at;
    private final User user;
    private final List<Session> sessions;
    private final List<Identity> identities;
    private final AuditRepository audit;
    private Optional<UUID> last = Optional.empty();
    private boolean read;

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

    /** The next records, oldest first, as the person may see them. */
    public Future<List<AuditRecord>> records() {
        return audit.about(user.id(), last, AT_ONCE).map(records -> {
            read = records.size() < AT_ONCE;
            if (!records.isEmpty()) {
                last = Optional.of(records.getLast().id());
            }
            return records.stream().map(record -> record.asSeenBy(user.id())).toList();
        });
    }

    /** Whether there are no more records. */
    public boolean isRead() {
        return read;
    }
}
