package io.loomi.common.cluster;

import io.vertx.core.json.JsonObject;

/**
 * The reply to a request on the event bus.
 *
 * @param status the status that HTTP would have answered
 * @param body empty unless the status is 200
 */
public record BusReply(int status, JsonObject body) {

    private static final String STATUS = "status";
    private static final String BODY = "body";
    private static final int OK = 200;

    static BusReply ok(JsonObject body) {
        return new BusReply(OK, body);
    }

    static BusReply refused(int status) {
        return new BusReply(status, new JsonObject());
    }

    /** @throws RuntimeException when the JSON is not a reply */
    static BusReply of(JsonObject json) {
        return new BusReply(json.getInteger(STATUS), json.getJsonObject(BODY, new JsonObject()));
    }

    JsonObject json() {
        return new JsonObject().put(STATUS, status).put(BODY, body);
    }
}
