package io.loomi.transactions.controllers;

import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.services.Statement;
import io.vertx.core.buffer.Buffer;

/** How a statement is written: what comes before its lines, each line, and what comes after them. */
interface StatementFormat {

    String contentType();

    void begin(Statement statement, Buffer out);

    /** @param first whether it is the first of all */
    void line(StatementLine line, boolean first, Buffer out);

    void end(Statement statement, Buffer out);
}
