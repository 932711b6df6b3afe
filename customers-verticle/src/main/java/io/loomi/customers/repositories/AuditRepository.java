package io.loomi.customers.repositories;

import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.AuditFilter;
import io.loomi.customers.entities.AuditRecord;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The record of who did what to whom. Changes of people and sessions record themselves; only what changes nothing is added
 * here.
 */
public interface AuditRepository {

    /** Adds that somebody did something that has changed nothing. */
    Future<Void> add(String action, Optional<UUID> subject, Map<String, Object> details, AuditContext act);

    /** Records, newest first, before the one of this id. */
    Future<List<AuditRecord>> search(AuditFilter filter, Optional<UUID> before, int limit);

    /** What the person did and what was done to them, oldest first, after the one of this id. */
    Future<List<AuditRecord>> about(UUID person, Optional<UUID> after, int limit);
}
