package io.loomi.customers.services;

import io.loomi.common.pages.Page;
import io.loomi.common.pages.PageRequest;
import io.loomi.common.values.Timestamp;
import io.loomi.customers.entities.AuditFilter;
import io.loomi.customers.entities.AuditRecord;
import io.loomi.customers.repositories.AuditRepository;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Function;

/** Searches the audit for administrators. */
public final class AuditService {

    private final AuditRepository audit;

    public AuditService(AuditRepository audit) {
        this.audit = audit;
    }

    /** Returns records, newest first. Filters: {@code actor}, {@code subject}, {@code action}, {@code from} and {@code to}. */
    public Future<Page<AuditRecord>> search(PageRequest request) {
        AuditFilter filter = new AuditFilter(
                request.value("actor", Function.identity()),
                request.value("subject", UUID::fromString),
                request.value("action", Function.identity()),
                request.value("from", Timestamp::parse),
                request.value("to", Timestamp::parse));
        return audit.search(filter, request.after().map(AuditService::position), request.limit() + 1)
                .map(found -> Page.of(found, request, record -> record.id().toString()));
    }

    private static UUID position(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException malformed) {
            throw PageRequest.invalidCursor();
        }
    }
}
