package io.loomi.common.http;

import io.loomi.common.errors.Failure;
import io.loomi.common.middlewares.ProblemAnswers;
import io.loomi.common.middlewares.Reply;
import io.loomi.common.parsing.StrictJson;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A controller's answer: a status, a body that is written as JSON, and headers in addition to the common ones. */
public final class ApiResponse {

    private static final String VARY = "Vary";
    private static final String ETAG = "ETag";
    private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final int status;
    private final @Nullable Object body;
    private final Map<String, String> headers = new LinkedHashMap<>();

    private record Recorded(Failure failure, String correlationId) {}

    private ApiResponse(int status, @Nullable Object body) {
        this.status = status;
        this.body = body;
    }

    public static ApiResponse of(int status, Object body) {
        return new ApiResponse(status, body);
    }

    public static ApiResponse ok(Object body) {
        return of(200, body);
    }

    public static ApiResponse created(String location, Object body) {
        return of(201, body).header("Location", location);
    }

    /** The request is recorded and will be done later; the location shows its state. */
    public static ApiResponse accepted(String location, Object body) {
        return of(202, body).header("Location", location);
    }

    /**
     * The answer of a recorded failure, which is the same each time.
     *
     * @param correlationId of the first request with this failure
     */
    public static ApiResponse problem(Failure failure, String correlationId) {
        return new ApiResponse(0, new Recorded(failure, correlationId));
    }

    /**
     * @param contentType of the body, with its charset if it has one
     * @param body produced in pieces as the client reads it
     */
    public static ApiResponse streamed(String contentType, BodyStream body) {
        return new ApiResponse(200, body).header("Content-Type", contentType);
    }

    public static ApiResponse noContent() {
        return new ApiResponse(204, null);
    }

    public ApiResponse header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Sets the headers, and extends a {@code Vary} that CORS has set. */
    static void put(Map<String, String> headers, HttpServerResponse response) {
        headers.forEach((name, value) -> response.putHeader(
                name,
                name.equals(VARY) && response.headers().contains(VARY)
                        ? response.headers().get(VARY) + ", " + value
                        : value));
    }

    public ApiResponse version(int version) {
        return header(ETAG, EntityTag.of(version));
    }

    /** Whether the client has this version, by a tag of {@code If-None-Match} (RFC 9110, 13.1.2). */
    private boolean isNotModified(HttpServerRequest request) {
        @Nullable String tag = headers.get(ETAG);
        if (tag == null || status != 200 || !READS.contains(request.method())) {
            return false;
        }
        String known =
                String.join(",", request.headers().getAll("If-None-Match")).strip();
        return known.equals("*") || EntityTag.list(known).stream().anyMatch(other -> other.matchesWeakly(tag));
    }

    void send(RoutingContext context) {
        if (body instanceof BodyStream pieces) {
            new StreamedBody(context, status, headers, pieces).send();
            return;
        }
        HttpServerResponse response = context.response();
        put(headers, response);
        if (isNotModified(context.request())) {
            response.setStatusCode(304).end();
            return;
        }
        switch (body) {
            case null -> response.setStatusCode(status).end();
            case Recorded(Failure failure, String correlationId) ->
                ProblemAnswers.send(context.request(), context.normalizedPath(), failure, correlationId);
            default -> {
                response.setStatusCode(status).putHeader("Content-Type", "application/json");
                Reply.end(context.request(), StrictJson.write(body));
            }
        }
    }
}
