package io.loomi.common.http;

import io.loomi.common.errors.Failure;
import io.loomi.common.middlewares.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a {@link BodyStream} as fast as the client reads it, with one piece in memory. A failure before the first piece
 * is answered with a problem, without the headers of the stream. A later failure closes the connection, so that the
 * client notices the incomplete body. HEAD produces no piece. A client that reads too slowly is disconnected, because
 * its request uses memory and counts against the concurrency limit.
 */
final class StreamedBody {

    private static final Logger LOG = LoggerFactory.getLogger(StreamedBody.class);

    /** For each piece of about 64 KiB. Even the slowest mobile networks are faster. */
    private static final Duration PIECE_READ_TIMEOUT = Duration.ofSeconds(10);

    /** For the whole body. At 2.5 Mbit/s, a statement with a million lines (180 MB) takes this long. */
    private static final Duration READ_TIMEOUT = Duration.ofMinutes(10);

    private static final long NO_TIMER = -1;

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final int status;
    private final Map<String, String> headers;
    private final BodyStream pieces;
    private final Duration pieceTimeout;
    private final Duration timeout;
    private long pieceTimer = NO_TIMER;
    private long timer = NO_TIMER;
    private boolean closed;

    StreamedBody(RoutingContext context, int status, Map<String, String> headers, BodyStream pieces) {
        this(context, status, headers, pieces, PIECE_READ_TIMEOUT, READ_TIMEOUT);
    }

    /**
     * @param pieceTimeout maximum time for the client to read a piece
     * @param timeout maximum time for the whole body
     */
    StreamedBody(
            RoutingContext context,
            int status,
            Map<String, String> headers,
            BodyStream pieces,
            Duration pieceTimeout,
            Duration timeout) {
        this.context = context;
        this.response = context.response();
        this.status = status;
        this.headers = headers;
        this.pieces = pieces;
        this.pieceTimeout = pieceTimeout;
        this.timeout = timeout;
    }

    void send() {
        context.addEndHandler(_ -> close()); // sent, failed, or the client has disconnected
        if (response.closed()) {
            close();
        } else if (Reply.isHeadOnly(context.request())) {
            begin();
            response.end();
        } else {
            timer = context.vertx().setTimer(timeout.toMillis(), _ -> disconnect());
            next();
        }
    }

    private void next() {
        if (!closed) {
            Future.succeededFuture().compose(_ -> pieces.next()).onComplete(this::write, this::fail);
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
            awaitReader();
        } else {
            next();
        }
    }

    private void begin() {
        ApiResponse.put(headers, response);
        response.setStatusCode(status);
    }

    private void awaitReader() {
        pieceTimer = context.vertx().setTimer(pieceTimeout.toMillis(), _ -> disconnect());
        response.drainHandler(_ -> {
            context.vertx().cancelTimer(pieceTimer);
            next();
        });
    }

    private void fail(Throwable failure) {
        if (!response.headWritten()) {
            context.fail(failure);
            return;
        }
        if (!(failure instanceof Failure)) {
            LOG.error("An answer failed after its beginning was sent", failure);
        }
        disconnect();
    }

    private void disconnect() {
        close();
        response.reset();
    }

    private void close() {
        if (!closed) {
            closed = true;
            context.vertx().cancelTimer(timer);
            context.vertx().cancelTimer(pieceTimer);
            pieces.close();
        }
    }
}
