package io.loomi.common.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** The body of an answer that is produced piece by piece, so that its size costs no memory. For one request. */
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

    /** The next piece, empty after the last. It is called only after the piece before was sent. */
    Future<Optional<Buffer>> next();

    /** Called once: after the last piece, when the client has gone, or when a piece could not be produced. */
    void close();
}
