package io.loomi.common.middlewares;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body as it was sent, up to a size limit; the contract check parses it. Vert.x's own body handler
 * would decode forms leniently, also for operations that take none.
 *
 * <p>A chunked body over HTTP/1.1 is the last one of its connection. Netty silently ignores a Content-Length header
 * next to it. A proxy that uses that length would treat the rest of the body as another client's request (request
 * smuggling).
 *
 * <p>A body that is still arriving takes memory, so the waiting time and the number of such bodies are limited.
 */
public final class BodyReader implements PlatformHandler {

    private static final String BODY = "body";
    private static final String CONTINUE = "100-continue";

    private final int maxBytes;
    private final TimeoutQueue<Arrival> arriving;

    /** A body that is arriving. Its request continues in its own Vert.x context. */
    private static final class Arrival {
        private final RoutingContext request;
        private final Context context;
        private Buffer body = Buffer.buffer();

        private Arrival(RoutingContext request) {
            this.request = request;
            this.context = request.vertx().getOrCreateContext();
        }
    }

    /**
     * @param maxArriving the maximum number of bodies that arrive at the same time; above it, the request of the oldest
     *     fails
     * @param timeout the time within which a body must arrive
     */
    public BodyReader(Vertx vertx, int maxBytes, int maxArriving, Duration timeout) {
        this.maxBytes = maxBytes;
        this.arriving = new TimeoutQueue<>(vertx, maxArriving, timeout, BodyReader::timeOut);
    }

    /** The body of a request that this handler has read, empty if it has none. */
    public static Buffer bodyOf(RoutingContext context) {
        return arrivalOf(context).body;
    }

    /** Returns the body and releases its memory. Called by its last reader. */
    public static Buffer takeBodyOf(RoutingContext context) {
        Arrival arrival = arrivalOf(context);
        Buffer body = arrival.body;
        arrival.body = Buffer.buffer();
        return body;
    }

    private static Arrival arrivalOf(RoutingContext context) {
        return Objects.requireNonNull(context.get(BODY));
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            closeAfterAnswer(context);
        }
        @Nullable String expectation = request.getHeader(HttpHeaders.EXPECT);
        if (expectation != null && !CONTINUE.equalsIgnoreCase(expectation)) {
            context.fail(417);
        } else if (hasTooLargeContentLength(request)) {
            context.fail(413);
        } else {
            read(context, request);
        }
    }

    private boolean hasTooLargeContentLength(HttpServerRequest request) {
        @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length != null && Long.parseLong(length) > maxBytes;
        } catch (NumberFormatException unreadable) {
            return false; // the bytes that arrive are counted instead
        }
    }

    private static void closeAfterAnswer(RoutingContext context) {
        context.response().putHeader(HttpHeaders.CONNECTION, "close");
        context.addEndHandler(_ -> context.request().connection().close());
    }

    private void read(RoutingContext context, HttpServerRequest request) {
        Arrival arrival = new Arrival(context);
        context.put(BODY, arrival);
        arriving.add(arrival);
        context.addEndHandler(_ -> arriving.remove(arrival));
        request.exceptionHandler(cutOff -> failOnce(context, 400));
        request.handler(chunk -> {
            if (arrival.body.length() + chunk.length() > maxBytes) {
                failOnce(context, 413);
            } else {
                arrival.body.appendBuffer(chunk);
            }
        });
        request.endHandler(_ -> {
            arriving.remove(arrival);
            if (!context.failed()) {
                context.next();
            }
        });
    }

    private static void timeOut(Arrival arrival) {
        arrival.context.runOnContext(_ -> {
            if (!arrival.request.request().isEnded() && !arrival.request.failed()) {
                closeAfterAnswer(arrival.request);
                arrival.request.fail(408);
            }
        });
    }

    private static void failOnce(RoutingContext context, int status) {
        if (!context.failed()) {
            context.fail(status);
        }
    }
}
