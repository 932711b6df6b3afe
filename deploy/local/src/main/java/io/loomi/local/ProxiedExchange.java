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
 * One request on its way to an instance, and the answer on its way back. Both flow as they come, so an answer may begin, and end,
 * before the request has: it goes to the client, and then the rest of the body is dropped and the connection closed.
 *
 * <p>What only reads is asked once more of the next instance when the first breaks off, as Nginx does. What may have moved money
 * is not: its caller repeats it with the same key. Used on one event loop.
 */
final class ProxiedExchange {

    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String CONTINUE = "100-continue";

    private final RoutingContext context;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final MultiMap headers;
    private final Instances instances;
    private final long patienceMillis;

    private @Nullable HttpClientRequest sent;
    private long receivedBytes;
    private boolean answered;
    private boolean over;

    /**
     * @param headers those that the instance gets
     * @param patience how long an instance may keep silent
     */
    ProxiedExchange(RoutingContext context, MultiMap headers, Instances instances, Duration patience) {
        this.context = context;
        this.request = context.request();
        this.response = context.response();
        this.headers = headers;
        this.instances = instances;
        this.patienceMillis = patience.toMillis();
    }

    /** How a request ended that no instance has answered. */
    enum Failure {
        NOT_SENT,
        BROKEN_OFF,
        SILENT,
        TOO_LARGE
    }

    /** Who answers in the place of an instance. */
    @FunctionalInterface
    interface Refusal {
        void answer(Failure failure);
    }

    void run(Refusal refusal) {
        response.exceptionHandler(_ -> abandon()); // the client has gone
        if (isRead()) {
            request.handler(_ -> {}); // whatever body it has is nobody's
        } else {
            request.pause();
        }
        ask(refusal)
                .recover(failure -> isRead() && sent != null && !over ? ask(refusal) : Future.failedFuture(failure))
                .onComplete(this::pass, failure -> refuse(refusal, failure));
    }

    private boolean isRead() {
        return READS.contains(request.method());
    }

    private Future<HttpClientResponse> ask(Refusal refusal) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setURI(request.uri())
                .setIdleTimeout(patienceMillis);
        return instances.request(options).compose(upstream -> send(upstream, refusal));
    }

    private Future<HttpClientResponse> send(HttpClientRequest upstream, Refusal refusal) {
        sent = upstream;
        if (over) {
            abandon();
            return Future.failedFuture("the client has gone");
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
            if (!over) {
                upstream.end();
                awaitAnswer(upstream);
            }
        });
        request.resume();
    }

    private void sendPiece(HttpClientRequest upstream, Buffer piece, Refusal refusal) {
        receivedBytes += piece.length();
        if (over) {
            return;
        }
        if (receivedBytes > RequestBody.LARGEST_BYTES && !answered) {
            abandon();
            refusal.answer(Failure.TOO_LARGE);
            return;
        }
        // One that cannot be written says nothing yet: the answer may be there already.
        upstream.write(piece);
        awaitAnswer(upstream);
        if (upstream.writeQueueFull()) {
            request.pause();
            upstream.drainHandler(_ -> request.resume());
        }
    }

    /** From now on for as long as an instance may keep silent. */
    private void awaitAnswer(HttpClientRequest upstream) {
        if (!answered) {
            upstream.idleTimeout(patienceMillis);
        }
    }

    private void pass(HttpClientResponse answer) {
        if (over) {
            return;
        }
        answered = true;
        response.setStatusCode(answer.statusCode()).setStatusMessage(answer.statusMessage());
        HopByHop.copyOthers(answer.headers(), response.headers());
        boolean hasLength = answer.headers().contains(HttpHeaders.CONTENT_LENGTH);
        boolean endsByClosing = !hasLength && request.version() == HttpVersion.HTTP_1_0;
        if (RequestBody.isPending(request) || endsByClosing) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        passBody(answer, !hasLength && !endsByClosing).onComplete(_ -> finish(), _ -> cutOff());
    }

    private Future<Void> passBody(HttpClientResponse answer, boolean isChunked) {
        int status = answer.statusCode();
        if (request.method().equals(HttpMethod.HEAD) || status == 204 || status == 304) {
            return answer.end().compose(_ -> response.end());
        }
        response.setChunked(isChunked);
        return answer.pipe().endOnFailure(false).to(response);
    }

    private void finish() {
        over = true;
        if (sent != null && !isRead() && !request.isEnded()) {
            sent.connection().close(); // it waits for the rest of a body that nobody needs
        }
        if (response.headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true)) {
            RequestBody.drainAndClose(context.vertx(), request);
        }
    }

    /** Part of an answer is out: to end there is the only way to say that it is not the whole. */
    private void cutOff() {
        abandon();
        response.reset();
    }

    private void refuse(Refusal refusal, Throwable failure) {
        if (over) {
            return;
        }
        over = true;
        refusal.answer(
                sent == null
                        ? Failure.NOT_SENT
                        : failure instanceof TimeoutException ? Failure.SILENT : Failure.BROKEN_OFF);
    }

    private void abandon() {
        over = true;
        if (sent != null) {
            sent.reset();
        }
    }
}
