package io.loomi.common.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** The body of an answer that is made piece by piece, so that its size costs no memory. Used by one request. */
public interface BodyStream {

    /** For an answer of which only the head is sent. */
    BodyStream NONE = new BodyStream() {
        @Override
        public Future<Optional<Buffer>> next() {
            return Future.succeededFuture(Optional.empty());
        }

        @Override
        public void close() {
            // nothing is held
        }
    };

    /** The next piece, empty after the last; asked for only once the piece before has gone to the caller. */
    Future<Optional<Buffer>> next();

    /** Called once, when the last piece has gone, or the caller has, or a piece could not be made. */
    void close();
}
