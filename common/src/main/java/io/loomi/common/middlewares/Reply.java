package io.loomi.common.middlewares;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Ends a response whose whole body is in memory. */
public final class Reply {

    private Reply() {}

    /** Whether the request is HEAD, which gets the headers of GET without the body (RFC 9110, 9.3.2). */
    public static boolean isHeadOnly(HttpServerRequest request) {
        return request.method().equals(HttpMethod.HEAD);
    }

    /** Sends the body, or only its length for HEAD. Over HTTP/2, Vert.x would send the body for HEAD too. */
    public static void end(HttpServerRequest request, Buffer body) {
        if (isHeadOnly(request)) {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()))
                    .end();
        } else {
            request.response().end(body);
        }
    }
}
