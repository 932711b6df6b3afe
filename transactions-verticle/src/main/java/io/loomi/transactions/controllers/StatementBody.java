package io.loomi.transactions.controllers;

import io.loomi.common.http.BodyStream;
import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.services.Statement;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** Streams a statement to the client, one page of lines at a time. */
final class StatementBody implements BodyStream {

    private final Statement statement;
    private final StatementFormat format;
    private boolean begun;
    private boolean hasLines;
    private boolean ended;

    StatementBody(Statement statement, StatementFormat format) {
        this.statement = statement;
        this.format = format;
    }

    @Override
    public Future<Optional<Buffer>> next() {
        return ended
                ? Future.succeededFuture(Optional.empty())
                : statement.read().map(lines -> Optional.of(write(lines)));
    }

    private Buffer write(List<StatementLine> lines) {
        Buffer out = Buffer.buffer();
        if (!begun) {
            format.begin(statement, out);
            begun = true;
        }
        for (StatementLine line : lines) {
            format.line(line, !hasLines, out);
            hasLines = true;
        }
        if (statement.isRead()) {
            format.end(statement, out);
            ended = true;
        }
        return out;
    }

    @Override
    public void close() {
        statement.close();
    }
}
