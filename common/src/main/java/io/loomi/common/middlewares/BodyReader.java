package io.loomi.common.middlewares;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body as it was sent, within a limit; what it says is for the contract's check. Vert.x's own handler would
 * decode forms by itself, leniently, for operations that take none too.
 *
 * <p>A body in chunks over HTTP/1.1 is the last of its connection. Netty drops a Content-Length beside it unseen, and a proxy that
 * believed that length instead would take what follows for a request of somebody else's.
 */
public final class BodyReader implements PlatformHandler {

    private static final String BODY = "body";
    private static final String CONTINUE = "100-continue";

    private final int largestBytes;

    public BodyReader(int largestBytes) {
        this.largestBytes = largestBytes;
    }

    /** The body of a request that has come past this, empty when it has none. */
    public static Buffer bodyOf(RoutingContext context) {
        return Objects.requireNonNull(context.get(BODY));
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            endWithAnswer(context);
        }
        @Nullable String expectation = request.getHeader(HttpHeaders.EXPECT);
        if (expectation != null && !CONTINUE.equalsIgnoreCase(expectation)) {
            context.fail(417);
        } else if (announcesTooMuch(request)) {
            context.fail(413);
        } else {
            read(context, request);
        }
    }

    private boolean announcesTooMuch(HttpServerRequest request) {
        @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length != null && Long.parseLong(length) > largestBytes;
        } catch (NumberFormatException unreadable) {
            return false; // then what comes is counted
        }
    }

    private static void endWithAnswer(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONNECTION, "close");
        context.addEndHandler(_ -> context.request().connection().close());
    }

    private void read(RoutingContext context, HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.exceptionHandler(cutOff -> failOnce(context, 400));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > largestBytes) {
                failOnce(context, 413);
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(_ -> {
            if (!context.failed()) {
                context.put(BODY, body);
                context.next();
            }
        });
    }

    private static void failOnce(RoutingContext context, int status) {
        if (!context.failed()) {
            context.fail(status);
        }
    }
}
