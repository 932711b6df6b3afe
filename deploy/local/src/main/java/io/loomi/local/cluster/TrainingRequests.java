package io.loomi.local.cluster;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What people do first at a bank, often enough for the JVM to see what is used often. */
final class TrainingRequests {

    private static final int ROUNDS = 200;

    private final int customersPort;
    private final int servicePort;

    TrainingRequests(int customersPort, int servicePort) {
        this.customersPort = customersPort;
        this.servicePort = servicePort;
    }

    /** Sends them to the service that is trained; what it does not know is answered 404 and teaches little. */
    void send() {
        Vertx vertx = Vertx.vertx();
        try {
            WebClient client = WebClient.create(vertx);
            JsonObject person = new JsonObject()
                    .put("name", "Ana Souza")
                    .put("email", "ana@example.com")
                    .put("password", "correct horse battery");
            call(client, HttpMethod.POST, customersPort, "/api/users", "", person);
            String token = String.valueOf(Objects.requireNonNull(call(
                                    client,
                                    HttpMethod.POST,
                                    customersPort,
                                    "/api/auth/login",
                                    "",
                                    new JsonObject()
                                            .put("email", person.getString("email"))
                                            .put("password", person.getString("password")))
                            .bodyAsJsonObject())
                    .getString("accessToken"));
            JsonObject credit = new JsonObject().put("type", "credit").put("amount", 1);
            for (int i = 0; i < ROUNDS; i++) {
                call(client, HttpMethod.GET, servicePort, "/api/users/me", token, null);
                call(client, HttpMethod.POST, servicePort, "/api/transactions", token, credit);
                call(client, HttpMethod.GET, servicePort, "/api/accounts/me", token, null);
                call(client, HttpMethod.GET, servicePort, "/api/transactions", token, null);
                call(client, HttpMethod.GET, servicePort, "/health/ready", "", null);
            }
        } finally {
            vertx.close().await();
        }
    }

    private static HttpResponse<Buffer> call(
            WebClient client, HttpMethod method, int port, String path, String token, @Nullable JsonObject body) {
        var request = client.request(method, port, "127.0.0.1", path);
        if (!token.isEmpty()) {
            request.bearerTokenAuthentication(token);
        }
        return (body == null ? request.send() : request.sendJsonObject(body)).await();
    }
}
