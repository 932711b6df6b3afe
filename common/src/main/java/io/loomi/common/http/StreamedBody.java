package io.loomi.common.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Sends a {@link BodyStream} as fast as its caller reads, with one piece in memory. A failure before the first piece is a
 * problem like any other; one after it cuts the connection, so that a part is never taken for the whole.
 */
final class StreamedBody {

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final BodyStream pieces;
    private boolean closed;

    StreamedBody(RoutingContext context, BodyStream pieces) {
        this.context = context;
        this.response = context.response();
        this.pieces = pieces;
    }

    void send() {
        context.addEndHandler(_ -> close()); // sent, failed, or the caller has gone
        if (response.closed()) {
            close();
        } else {
            next();
        }
    }

    private void next() {
        if (!closed) {
            pieces.next().onComplete(this::write, context::fail);
        }
    }

    private void write(Optional<Buffer> piece) {
        if (closed) {
            return;
        }
        if (piece.isEmpty()) {
            response.end();
            return;
        }
        if (!response.headWritten()) {
            response.setChunked(true);
        }
        response.write(piece.get());
        if (response.writeQueueFull()) {
            response.drainHandler(_ -> next());
        } else {
            next();
        }
    }

    private void close() {
        if (!closed) {
            closed = true;
            pieces.close();
        }
    }
}
