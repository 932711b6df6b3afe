package io.loomi.customers.controllers;

import io.loomi.customers.entities.AuditRecord;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An audit record in the API. */
record AuditRecordJson(
        String id,
        Instant at,
        String action,
        @Nullable String actor,
        @Nullable String subject,
        @Nullable String session,
        @Nullable String address,
        @Nullable String userAgent,
        @Nullable String correlationId,
        Map<String, Object> details) {

    static AuditRecordJson of(AuditRecord record) {
        return new AuditRecordJson(
                record.id().toString(),
                record.at(),
                record.action(),
                record.actor().orElse(null),
                record.subject().map(UUID::toString).orElse(null),
                record.session().map(UUID::toString).orElse(null),
                record.address().orElse(null),
                record.userAgent().orElse(null),
                record.correlationId().orElse(null),
                record.details());
    }
}
