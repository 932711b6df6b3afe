package io.loomi.local;

import io.loomi.common.config.StartFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.concurrent.TimeUnit;

/** A demo customer, registered through the API. */
public final class DemoUser {

    public static final String EMAIL = "demo@loomi.dev";
    public static final String PASSWORD = "demo-password";

    private static final int CREATED = 201;
    private static final int TAKEN = 409;
    private static final int UNAVAILABLE = 503;

    /** A busy machine may hash its first password too late for the request; the service then answers 503. */
    private static final int ATTEMPTS = 10;

    private static final long SECOND_MILLIS = 1000;

    private DemoUser() {}

    /** Registers the demo user unless there is one from an earlier run. */
    public static void ensure(String host, int gatewayPort) {
        Vertx vertx = Vertx.vertx();
        try {
            WebClient client = WebClient.create(vertx);
            JsonObject customer =
                    new JsonObject().put("name", "Demo").put("email", EMAIL).put("password", PASSWORD);
            register(vertx, client.post(gatewayPort, host, "/api/users"), customer, ATTEMPTS)
                    .await();
        } finally {
            vertx.close().await();
        }
    }

    /** Tries again after a second while the service asks for that. */
    private static Future<Void> register(Vertx vertx, HttpRequest<Buffer> request, JsonObject customer, int attempts) {
        return request.sendJsonObject(customer)
                .recover(failure -> Future.failedFuture(
                        new StartFailure("The demo user cannot be registered: " + failure.getMessage(), failure)))
                .compose(answer -> answer.statusCode() == UNAVAILABLE && attempts > 1
                        ? vertx.timer(SECOND_MILLIS, TimeUnit.MILLISECONDS)
                                .compose(_ -> register(vertx, request, customer, attempts - 1))
                        : requireRegistered(answer));
    }

    private static Future<Void> requireRegistered(HttpResponse<Buffer> answer) {
        return answer.statusCode() == CREATED || answer.statusCode() == TAKEN
                ? Future.succeededFuture()
                : Future.failedFuture(new StartFailure("The demo user cannot be registered: " + answer.bodyAsString()));
    }
}
