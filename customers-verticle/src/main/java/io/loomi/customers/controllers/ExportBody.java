package io.loomi.customers.controllers;

import io.loomi.common.http.BodyStream;
import io.loomi.common.parsing.StrictJson;
import io.loomi.customers.entities.AuditRecord;
import io.loomi.customers.services.Export;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** Streams an export as one JSON document, one batch of audit records at a time. */
final class ExportBody implements BodyStream {

    private final Export export;
    private boolean isStarted;
    private boolean hasRecords;
    private boolean ended;

    ExportBody(Export export) {
        this.export = export;
    }

    @Override
    public Future<Optional<Buffer>> next() {
        return ended
                ? Future.succeededFuture(Optional.empty())
                : export.records().map(records -> Optional.of(write(records)));
    }

    private Buffer write(List<AuditRecord> records) {
        Buffer out = Buffer.buffer();
        if (!isStarted) {
            isStarted = true;
            begin(out);
        }
        for (AuditRecord record : records) {
            out.appendString(hasRecords ? ",\n" : "").appendBuffer(StrictJson.write(AuditRecordJson.of(record)));
            hasRecords = true;
        }
        if (export.isComplete()) {
            out.appendString("]}\n");
            ended = true;
        }
        return out;
    }

    private void begin(Buffer out) {
        List<SessionJson> sessions = export.sessions().stream()
                .map(session -> SessionJson.of(session, Optional.empty()))
                .toList();
        out.appendString("{\"exportedAt\":")
                .appendBuffer(StrictJson.write(export.at()))
                .appendString(",\n\"profile\":")
                .appendBuffer(StrictJson.write(UserJson.of(export.user())))
                .appendString(",\n\"sessions\":")
                .appendBuffer(StrictJson.write(sessions))
                .appendString(",\n\"identities\":")
                .appendBuffer(StrictJson.write(export.identities()))
                .appendString(",\n\"audit\":[");
    }

    @Override
    public void close() {
        // holds no resources
    }
}
