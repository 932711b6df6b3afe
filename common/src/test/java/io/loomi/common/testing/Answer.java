package io.loomi.common.testing;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpHeaders;

/** The response of a service. */
public record Answer(int status, HttpHeaders headers, String body) {

    public JsonObject json() {
        return new JsonObject(body);
    }

    public String header(String name) {
        return headers.firstValue(name)
                .orElseThrow(() -> new AssertionError("no header " + name + " in " + headers.map()));
    }
}
