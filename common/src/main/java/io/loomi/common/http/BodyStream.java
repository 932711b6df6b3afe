package io.loomi.common.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * The body of an answer that is produced in pieces, so that a large body does not need much memory. For one request.
 */
public interface BodyStream {

    /** For an answer without a body. */
    BodyStream NONE = new BodyStream() {
        @Override
        public Future<Optional<Buffer>> next() {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public void close() {
            // there is nothing to release
        }
    };

    /** Returns the next piece; empty after the last. It is called only after the previous piece was sent. */
    Future<Optional<Buffer>> next();

    /** Called once: after the last piece, when the client disconnects, or when a piece cannot be produced. */
    void close();
}
