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
 * The audit. Triggers record the changes of customers and sessions. This repository adds only actions that change
 * nothing.
 */
public interface AuditRepository {

    /** Records an action that changed nothing. */
    Future<Void> add(String action, Optional<UUID> subject, Map<String, Object> details, AuditContext context);

    /** Returns records, newest first, before the record with this id. */
    Future<List<AuditRecord>> search(AuditFilter filter, Optional<UUID> before, int limit);

    /** Returns records with the customer as actor or subject, oldest first, after the record with this id. */
    Future<List<AuditRecord>> listAbout(UUID userId, Optional<UUID> after, int limit);
}
