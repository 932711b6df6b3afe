package io.loomi.local.cluster;

import io.loomi.local.ListenAddress;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Typical first requests of a customer, repeated so that the JVM profiles them. */
final class TrainingRequests {

    /** Stays within the rate limit of one customer. */
    private static final int REPETITIONS = 100;

    private static final int SIGN_INS = 3;

    private final int customersPort;
    private final int servicePort;

    TrainingRequests(int customersPort, int servicePort) {
        this.customersPort = customersPort;
        this.servicePort = servicePort;
    }

    /** Sends the requests to the service in training. It answers 404 on the paths of the other service. */
    void send() {
        Vertx vertx = Vertx.vertx();
        try {
            WebClient client = WebClient.create(vertx);
            JsonObject customer = new JsonObject()
                    .put("name", "Ana Souza")
                    .put("email", "ana@example.com")
                    .put("password", "correct horse battery");
            call(client, HttpMethod.POST, customersPort, "/api/users", "", customer);
            String token = signIn(client, customer);
            JsonObject credit = new JsonObject().put("type", "credit").put("amount", 1);
            JsonObject transfer = new JsonObject()
                    .put("type", "transfer")
                    .put("amount", 1)
                    .put("recipientEmail", "nobody@example.com");
            for (int i = 0; i < SIGN_INS; i++) {
                token = signIn(client, customer);
                call(client, HttpMethod.POST, servicePort, "/api/transactions", token, transfer);
                call(client, HttpMethod.GET, servicePort, "/api/reports/statement", token, null);
                call(client, HttpMethod.GET, servicePort, "/metrics", "", null);
            }
            for (int i = 0; i < REPETITIONS; i++) {
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

    private String signIn(WebClient client, JsonObject customer) {
        JsonObject credentials = new JsonObject()
                .put("email", customer.getString("email"))
                .put("password", customer.getString("password"));
        HttpResponse<Buffer> answer = call(client, HttpMethod.POST, customersPort, "/api/auth/login", "", credentials);
        return Objects.requireNonNull(answer.bodyAsJsonObject()).getString("accessToken");
    }

    private static HttpResponse<Buffer> call(
            WebClient client, HttpMethod method, int port, String path, String token, @Nullable JsonObject body) {
        var request = client.request(method, port, ListenAddress.LOOPBACK, path);
        if (!token.isEmpty()) {
            request.bearerTokenAuthentication(token);
        }
        return (body == null ? request.send() : request.sendJsonObject(body)).await();
    }
}
