package io.loomi.transactions.controllers;

import io.loomi.common.http.BodyStream;
import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.services.Statement;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;

/** Writes a statement as a stream: reads one page of lines at a time, and produces pieces of bounded size. */
final class StatementBody implements BodyStream {

    /** A piece ends with the line that reaches this size. */
    static final int PIECE_BYTES = 64 * 1024;

    private final Statement statement;
    private final StatementFormat format;
    private Iterator<StatementLine> page = Collections.emptyIterator();
    private boolean isStarted;
    private boolean hasLines;
    private boolean ended;

    StatementBody(Statement statement, StatementFormat format) {
        this.statement = statement;
        this.format = format;
    }

    @Override
    public Future<Optional<Buffer>> next() {
        if (ended) {
            return Future.succeededFuture(Optional.empty());
        }
        return page.hasNext()
                ? Future.succeededFuture(Optional.of(write()))
                : statement.read().map(lines -> {
                    page = lines.iterator();
                    return Optional.of(write());
                });
    }

    private Buffer write() {
        Buffer out = Buffer.buffer();
        if (!isStarted) {
            format.begin(statement, out);
            isStarted = true;
        }
        while (page.hasNext() && out.length() < PIECE_BYTES) {
            format.line(page.next(), !hasLines, out);
            hasLines = true;
        }
        if (!page.hasNext() && statement.isRead()) {
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
