package io.loomi.common.bus;

import io.vertx.core.json.JsonObject;

/**
 * What was answered to a question.
 *
 * @param status what HTTP would have answered
 * @param body empty unless the status is 200
 */
public record BusAnswer(int status, JsonObject body) {

    private static final String STATUS = "status";
    private static final String BODY = "body";
    private static final int OK = 200;

    static BusAnswer ok(JsonObject body) {
        return new BusAnswer(OK, body);
    }

    static BusAnswer refused(int status) {
        return new BusAnswer(status, new JsonObject());
    }

    /** @throws RuntimeException when it is none */
    static BusAnswer of(JsonObject json) {
        return new BusAnswer(json.getInteger(STATUS), json.getJsonObject(BODY, new JsonObject()));
    }

    JsonObject json() {
        return new JsonObject().put(STATUS, status).put(BODY, body);
    }
}
