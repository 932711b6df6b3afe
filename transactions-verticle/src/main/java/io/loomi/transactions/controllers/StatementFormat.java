package io.loomi.transactions.controllers;

import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.services.Statement;
import io.vertx.core.buffer.Buffer;

/** Writes a statement in one media type: its beginning, each line, and its end. */
interface StatementFormat {

    String contentType();

    void begin(Statement statement, Buffer out);

    /** @param first whether this is the first line of the statement */
    void line(StatementLine line, boolean first, Buffer out);

    void end(Statement statement, Buffer out);
}
