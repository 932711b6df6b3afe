package io.loomi.local;

import io.loomi.common.config.StartFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;

/** A demo customer, registered through the API. */
public final class DemoUser {

    public static final String EMAIL = "demo@loomi.dev";
    public static final String PASSWORD = "demo-password";

    private static final int CREATED = 201;
    private static final int TAKEN = 409;

    private DemoUser() {}

    /** Registers the demo user unless there is one from an earlier run. */
    public static void ensure(String host, int gatewayPort) {
        Vertx vertx = Vertx.vertx();
        try {
            register(WebClient.create(vertx), host, gatewayPort).await();
        } finally {
            vertx.close().await();
        }
    }

    private static Future<Void> register(WebClient client, String host, int port) {
        JsonObject person =
                new JsonObject().put("name", "Demo").put("email", EMAIL).put("password", PASSWORD);
        return client.post(port, host, "/api/users")
                .sendJsonObject(person)
                .recover(failure -> Future.failedFuture(
                        new StartFailure("The demo user cannot be registered: " + failure.getMessage(), failure)))
                .compose(answer -> answer.statusCode() == CREATED || answer.statusCode() == TAKEN
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                new StartFailure("The demo user cannot be registered: " + answer.bodyAsString())));
    }
}
