package io.loomi.local;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Streams one request to an instance and the answer back to the client. An answer may begin and end before the request body has
 * ended. It still goes to the client; then the rest of the body is discarded and the connection is closed.
 *
 * <p>When the connection to an instance breaks, reads are sent to the next instance, once, as Nginx does. Writes may have moved
 * money and are not repeated: the caller repeats them with the same key. Used on one event loop.
 */
final class ProxiedExchange {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String CONTINUE = "100-continue";

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final MultiMap headers;
    private final Instances instances;
    private final long timeoutMillis;

    private @Nullable HttpClientRequest sent;
    private long receivedBytes;
    private boolean answered;
    private boolean ended;

    /**
     * @param headers the headers for the instance
     * @param timeout maximum silence of an instance
     */
    ProxiedExchange(RoutingContext context, MultiMap headers, Instances instances, Duration timeout) {
        this.context = context;
        this.request = context.request();
        this.response = context.response();
        this.headers = headers;
        this.instances = instances;
        this.timeoutMillis = timeout.toMillis();
    }

    /** Why no instance answered the request. */
    enum Failure {
        NOT_SENT,
        CONNECTION_LOST,
        TIMED_OUT,
        TOO_LARGE
    }

    /** Answers the request when no instance does. */
    @FunctionalInterface
    interface Refusal {
        void answer(Failure failure);
    }

    void run(Refusal refusal) {
        response.exceptionHandler(_ -> abandon()); // the client has disconnected
        if (isRead()) {
            request.handler(_ -> {}); // a read's body is discarded
        } else {
            request.pause();
        }
        call(refusal)
                .recover(failure -> isRead() && sent != null && !ended ? call(refusal) : Future.failedFuture(failure))
                .onComplete(this::forward, failure -> refuse(refusal, failure));
    }

    private boolean isRead() {
        return READS.contains(request.method());
    }

    private Future<HttpClientResponse> call(Refusal refusal) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setURI(request.uri())
                .setIdleTimeout(timeoutMillis);
        return instances.request(options).compose(upstream -> send(upstream, refusal));
    }

    private Future<HttpClientResponse> send(HttpClientRequest upstream, Refusal refusal) {
        sent = upstream;
        if (ended) {
            abandon();
            return Future.failedFuture("the client has disconnected");
        }
        upstream.headers().addAll(headers);
        if (isRead()) {
            upstream.headers().remove(HttpHeaders.CONTENT_LENGTH);
            upstream.end();
        } else {
            sendBody(upstream, refusal);
        }
        return upstream.response();
    }

    private void sendBody(HttpClientRequest upstream, Refusal refusal) {
        upstream.setChunked(RequestBody.isChunked(request));
        if (request.version() == HttpVersion.HTTP_1_1 && CONTINUE.equalsIgnoreCase(request.getHeader("Expect"))) {
            response.writeContinue();
        }
        request.handler(piece -> sendPiece(upstream, piece, refusal));
        request.endHandler(_ -> {
            if (!ended) {
                upstream.end();
                awaitAnswer(upstream);
            }
        });
        request.resume();
    }

    private void sendPiece(HttpClientRequest upstream, Buffer piece, Refusal refusal) {
        receivedBytes += piece.length();
        if (ended) {
            return;
        }
        if (receivedBytes > RequestBody.MAX_BYTES && !answered) {
            abandon();
            refusal.answer(Failure.TOO_LARGE);
            return;
        }
        // A failed write is ignored: the answer may have arrived already.
        upstream.write(piece);
        awaitAnswer(upstream);
        if (upstream.writeQueueFull()) {
            request.pause();
            upstream.drainHandler(_ -> request.resume());
        }
    }

    /** Restarts the time-out. */
    private void awaitAnswer(HttpClientRequest upstream) {
        if (!answered) {
            upstream.idleTimeout(timeoutMillis);
        }
    }

    private void forward(HttpClientResponse answer) {
        if (ended) {
            return;
        }
        answered = true;
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        HopByHopHeaders.copyEndToEnd(answer.headers(), response.headers());
        boolean hasLength = answer.headers().contains(HttpHeaders.CONTENT_LENGTH);
        boolean endsByClosing = !hasLength && request.version() == HttpVersion.HTTP_1_0;
        if (RequestBody.isPending(request) || endsByClosing) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        forwardBody(answer, !hasLength && !endsByClosing).onComplete(_ -> finish(), _ -> truncate());
    }

    private Future<Void> forwardBody(HttpClientResponse answer, boolean isChunked) {
        int status = answer.statusCode();
        if (request.method().equals(HttpMethod.HEAD) || status == 204 || status == 304) {
            return answer.end().compose(_ -> response.end());
        }
        response.setChunked(isChunked);
        return answer.pipe().endOnFailure(false).to(response);
    }

    private void finish() {
        ended = true;
        if (sent != null && !isRead() && !request.isEnded()) {
            sent.connection().close(); // the instance still waits for the rest of the body
        }
        if (response.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) {
            RequestBody.drainAndClose(context.vertx(), request);
        }
    }

    /** The answer has begun, so only a reset can tell the client that it is incomplete. */
    private void truncate() {
        abandon();
        response.reset();
    }

    private void refuse(Refusal refusal, Throwable failure) {
        if (ended) {
            return;
        }
        ended = true;
        refusal.answer(
                sent == null
                        ? Failure.NOT_SENT
                        : failure instanceof TimeoutException ? Failure.TIMED_OUT : Failure.CONNECTION_LOST);
    }

    private void abandon() {
        ended = true;
        if (sent != null) {
            sent.reset();
        }
    }
}
