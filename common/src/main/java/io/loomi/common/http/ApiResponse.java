package io.loomi.common.http;

import io.loomi.common.json.StrictJson;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a controller answers: a status, a body to be written as JSON, and headers beside the common ones. */
public final class ApiResponse {

    private final int status;
    private final @Nullable Object body;
    private final Map<String, String> headers = new LinkedHashMap<>();

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

    public static ApiResponse noContent() {
        return new ApiResponse(204, null);
    }

    public ApiResponse header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public ApiResponse version(int version) {
        return header("ETag", EntityTag.of(version));
    }

    void send(HttpServerResponse response) {
        response.setStatusCode(status);
        headers.forEach(response::putHeader);
        if (body == null) {
            response.end();
        } else {
            response.putHeader("Content-Type", "application/json").end(StrictJson.write(body));
        }
    }
}
