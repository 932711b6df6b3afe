package io.loomi.local;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** How much of a request's body there is, and what becomes of the rest of it once the request is answered. */
final class RequestBody {

    /** 64 KiB, as Nginx and the services have it. */
    static final int LARGEST_BYTES = 64 * 1024;

    private static final int LONGEST_LENGTH = 9; // digits

    /** A client that still sends must be able to read its answer first; as long as Nginx reads on. */
    private static final long LINGERING_MILLIS = 5000;

    private RequestBody() {}

    static boolean isChunked(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** Whether its length can be told: it is coded in no other way than in chunks. */
    static boolean isReadable(HttpServerRequest request) {
        return !isChunked(request)
                || request.headers().getAll(HttpHeaders.TRANSFER_ENCODING).stream()
                        .allMatch("chunked"::equalsIgnoreCase);
    }

    static boolean announcesTooMuch(HttpServerRequest request) {
        String length = length(request);
        return length.length() > LONGEST_LENGTH || Long.parseLong(length) > LARGEST_BYTES;
    }

    /** Whether something of it may still come. */
    static boolean isPending(HttpServerRequest request) {
        return !request.isEnded() && (isChunked(request) || !length(request).equals("0"));
    }

    /** Netty lets digits pass only. */
    private static String length(HttpServerRequest request) {
        @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? "0" : length;
    }

    /** Drops what still comes, for a while, and closes the connection: a client whose bytes meet a closed one may lose its answer. */
    static void drainAndClose(Vertx vertx, HttpServerRequest request) {
        if (request.isEnded()) {
            request.connection().close();
            return;
        }
        long end = vertx.setTimer(LINGERING_MILLIS, _ -> request.connection().close());
        request.handler(_ -> {});
        request.exceptionHandler(_ -> vertx.cancelTimer(end));
        request.endHandler(_ -> {
            vertx.cancelTimer(end);
            request.connection().close();
        });
        request.resume();
    }
}
