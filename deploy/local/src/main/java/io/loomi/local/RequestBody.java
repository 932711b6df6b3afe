package io.loomi.local;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Limits the size of request bodies, and discards the rest of a body after the answer. */
final class RequestBody {

    /** 64 KiB, the limit of Nginx and of the services. */
    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_LENGTH_DIGITS = 9;

    /** How long to discard the rest of a body before the connection is closed: the default of Nginx, {@code lingering_timeout}. */
    private static final long LINGERING_MILLIS = 5000;

    private RequestBody() {}

    static boolean isChunked(HttpServerRequest request) {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    /** Whether the length is known: chunked is the only supported transfer coding. */
    static boolean isReadable(HttpServerRequest request) {
        return !isChunked(request)
                || request.headers().getAll(HttpHeaders.TRANSFER_ENCODING).stream()
                        .allMatch("chunked"::equalsIgnoreCase);
    }

    static boolean declaresTooLarge(HttpServerRequest request) {
        String length = length(request);
        return length.length() > MAX_LENGTH_DIGITS || Long.parseLong(length) > MAX_BYTES;
    }

    /** Whether a part of the body may still arrive. */
    static boolean isPending(HttpServerRequest request) {
        return !request.isEnded() && (isChunked(request) || !length(request).equals("0"));
    }

    /** Digits only: Netty refuses anything else. */
    private static String length(HttpServerRequest request) {
        @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? "0" : length;
    }

    /**
     * Discards the rest of the body for at most {@link #LINGERING_MILLIS}, then closes the connection. If it were closed at once, a
     * client that is still sending might lose the answer.
     */
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
