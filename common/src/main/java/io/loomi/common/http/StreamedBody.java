package io.loomi.common.http;

import io.loomi.common.middlewares.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;

/**
 * Sends a {@link BodyStream} as fast as the client reads, with one piece in memory. A failure before the first piece
 * becomes a problem, without the headers of the stream; a later one closes the connection, so that a part is never
 * taken for the whole. For HEAD no piece is produced. The server's idle time-out ends a client that does not read.
 */
final class StreamedBody {

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final int status;
    private final Map<String, String> headers;
    private final BodyStream pieces;
    private boolean closed;

    StreamedBody(RoutingContext context, int status, Map<String, String> headers, BodyStream pieces) {
        this.context = context;
        this.response = context.response();
        this.status = status;
        this.headers = headers;
        this.pieces = pieces;
    }

    void send() {
        context.addEndHandler(_ -> close()); // sent, failed, or the client has gone
        if (response.closed()) {
            close();
        } else if (Reply.isHeadOnly(context.request())) {
            begin();
            response.end();
        } else {
            next();
        }
    }

    private void next() {
        if (!closed) {
            Future.succeededFuture().compose(_ -> pieces.next()).onComplete(this::write, context::fail);
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
            begin();
            response.setChunked(true);
        }
        response.write(piece.get());
        if (response.writeQueueFull()) {
            response.drainHandler(_ -> next());
        } else {
            next();
        }
    }

    private void begin() {
        ApiResponse.put(headers, response);
        response.setStatusCode(status);
    }

    private void close() {
        if (!closed) {
            closed = true;
            pieces.close();
        }
    }
}
