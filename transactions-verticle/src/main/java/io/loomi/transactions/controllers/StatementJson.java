package io.loomi.transactions.controllers;

import io.loomi.common.parsing.StrictJson;
import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.services.Statement;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes a statement as one JSON object, with the lines in an array. */
final class StatementJson implements StatementFormat {

    static final String MEDIA_TYPE = "application/json";

    private record Line(
            long sequence,
            String id,
            String type,
            BigDecimal amount,
            @Nullable String description,
            Instant createdAt,
            BigDecimal balance) {}

    @Override
    public String contentType() {
        return MEDIA_TYPE;
    }

    @Override
    public void begin(Statement statement, Buffer out) {
        out.appendString("{\"userId\":")
                .appendBuffer(StrictJson.write(statement.userId().toString()))
                .appendString(",\"from\":")
                .appendBuffer(StrictJson.write(statement.period().from()))
                .appendString(",\"to\":")
                .appendBuffer(StrictJson.write(statement.period().to()))
                .appendString(",\"openingBalance\":")
                .appendBuffer(StrictJson.write(statement.openingBalance()))
                .appendString(",\"lines\":[");
    }

    @Override
    public void line(StatementLine line, boolean first, Buffer out) {
        out.appendString(first ? "" : ",")
                .appendBuffer(StrictJson.write(new Line(
                        line.sequence(),
                        line.id().toString(),
                        line.type().text(),
                        line.amount().value(),
                        line.description().map(Description::value).orElse(null),
                        line.createdAt(),
                        line.balance())));
    }

    @Override
    public void end(Statement statement, Buffer out) {
        out.appendString("],\"closingBalance\":")
                .appendBuffer(StrictJson.write(statement.balance()))
                .appendString("}");
    }
}
