package io.loomi.common.middlewares;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** How an answer ends whose body is there as a whole. */
public final class Reply {

    private Reply() {}

    /** Whether only the head of what GET would answer is asked for (RFC 9110, 9.3.2). */
    public static boolean isHeadOnly(HttpServerRequest request) {
        return request.method().equals(HttpMethod.HEAD);
    }

    /** Sends the body, or to HEAD its length only; over HTTP/2 Vert.x would send the body to HEAD as well. */
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
