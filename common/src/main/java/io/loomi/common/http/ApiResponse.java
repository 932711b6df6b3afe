package io.loomi.common.http;

import io.loomi.common.errors.Failure;
import io.loomi.common.json.StrictJson;
import io.loomi.common.middlewares.ProblemAnswers;
import io.loomi.common.middlewares.Reply;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a controller answers: a status, a body to be written as JSON, and headers beside the common ones. */
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

    /** It is recorded, and will be done; the location tells how far it is. */
    public static ApiResponse accepted(String location, Object body) {
        return of(202, body).header("Location", location);
    }

    /**
     * A failure that is part of the record, and so is answered the same way each time.
     *
     * @param correlationId of the request that it was answered to first
     */
    public static ApiResponse problem(Failure failure, String correlationId) {
        return new ApiResponse(0, new Recorded(failure, correlationId));
    }

    /**
     * @param contentType of the body, with its charset where it has one
     * @param body made piece by piece as the caller reads it
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

    /** Puts these into an answer that may say already, for pages of other origins, that it varies. */
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

    /** Whether the caller has this already, by a tag of {@code If-None-Match} (RFC 9110, 13.1.2). */
    private boolean isKnown(HttpServerRequest request) {
        @Nullable String tag = headers.get(ETAG);
        if (tag == null || status != 200 || !READS.contains(request.method())) {
            return false;
        }
        String known =
                String.join(",", request.headers().getAll("If-None-Match")).strip();
        return known.equals("*") || EntityTag.list(known).stream().anyMatch(other -> other.isWeaklyLike(tag));
    }

    void send(RoutingContext context) {
        if (body instanceof BodyStream pieces) {
            new StreamedBody(context, status, headers, pieces).send();
            return;
        }
        HttpServerResponse response = context.response();
        put(headers, response);
        if (isKnown(context.request())) {
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
