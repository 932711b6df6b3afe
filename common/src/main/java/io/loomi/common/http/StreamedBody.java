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
 * Sends a {@link BodyStream} as fast as its caller reads, with one piece in memory. A failure before the first piece is a
 * problem like any other, without the headers of what was to be sent; one after it cuts the connection, so that a part is never
 * taken for the whole. For HEAD no piece is made. A caller that reads too slowly is cut off as well, as what it reads holds memory
 * and a place.
 */
final class StreamedBody {

    private static final Logger LOG = LoggerFactory.getLogger(StreamedBody.class);

    /** For about 64 KiB, which is the speed of the slowest mobile networks. */
    private static final Duration PIECE_READ_TIMEOUT = Duration.ofSeconds(10);

    /** For all of it: 180 MB, a million lines of a statement, at 2.5 Mbit/s. */
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
     * @param pieceTimeout how long the caller may take to read what was written before the next piece is made
     * @param timeout how long all of it may take
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
        context.addEndHandler(_ -> close()); // sent, failed, or the caller has gone
        if (response.closed()) {
            close();
        } else if (Reply.isHeadOnly(context.request())) {
            begin();
            response.end();
        } else {
            timer = context.vertx().setTimer(timeout.toMillis(), _ -> cutOff());
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
        pieceTimer = context.vertx().setTimer(pieceTimeout.toMillis(), _ -> cutOff());
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
            LOG.error("An answer broke off unexpectedly", failure);
        }
        cutOff();
    }

    private void cutOff() {
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
