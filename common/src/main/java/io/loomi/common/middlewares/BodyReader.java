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
 * Reads the body as it was sent, within a limit; what it says is for the contract's check. Vert.x's own handler would
 * decode forms by itself, leniently, for operations that take none too.
 *
 * <p>A body in chunks over HTTP/1.1 is the last of its connection. Netty drops a Content-Length beside it unseen, and a proxy that
 * believed that length instead would take what follows for a request of somebody else's.
 *
 * <p>A body that does not come is waited for in memory: so only for a while, and not for many.
 */
public final class BodyReader implements PlatformHandler {

    private static final String BODY = "body";
    private static final String CONTINUE = "100-continue";

    private final int largestBytes;
    private final TimeoutQueue<Arrival> arriving;

    /** A body on its way; its request goes on in a Vert.x context of its own. */
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
     * @param most bodies that are waited for at the same time; one more, and the one that takes longest is given up
     * @param patience within which a body must be here
     */
    public BodyReader(Vertx vertx, int largestBytes, int most, Duration patience) {
        this.largestBytes = largestBytes;
        this.arriving = new TimeoutQueue<>(vertx, most, patience, BodyReader::giveUp);
    }

    /** The body of a request that has come past this, empty when it has none. */
    public static Buffer bodyOf(RoutingContext context) {
        return arrivalOf(context).body;
    }

    /** The same, for the last one who needs it: while the request is answered it takes no memory any more. */
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
        Arrival arrival = new Arrival(context);
        context.put(BODY, arrival);
        arriving.add(arrival);
        context.addEndHandler(_ -> arriving.remove(arrival));
        request.exceptionHandler(cutOff -> failOnce(context, 400));
        request.handler(chunk -> {
            if (arrival.body.length() + chunk.length() > largestBytes) {
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

    private static void giveUp(Arrival arrival) {
        arrival.context.runOnContext(_ -> {
            if (!arrival.request.request().isEnded() && !arrival.request.failed()) {
                endWithAnswer(arrival.request);
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
