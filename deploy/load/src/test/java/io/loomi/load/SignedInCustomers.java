package io.loomi.load;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Prepares customers before the measurement: registers each, signs it in, credits it and sends each read once. Each customer
 * costs two password hashes.
 */
final class SignedInCustomers {

    /** The bank's number of concurrent password hashes, and as many waiting. */
    private static final int CONCURRENCY = 4;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String run;

    /** @param run a name that makes the e-mail addresses of this run unique */
    SignedInCustomers(String url, String run) {
        this.url = url;
        this.run = run;
    }

    /** Returns for each customer its {@code token} and the {@code recipient} of its transfers, which is the next customer. */
    List<Map<String, Object>> prepare(int count) {
        try (ExecutorService threads = Executors.newFixedThreadPool(CONCURRENCY)) {
            List<Future<Map<String, Object>>> customers = IntStream.range(0, count)
                    .mapToObj(number -> threads.submit(() -> customer(number, count)))
                    .toList();
            return customers.stream().map(SignedInCustomers::await).toList();
        }
    }

    private Map<String, Object> customer(int number, int count) {
        String email = email(number);
        post(
                "/api/users",
                "",
                "{\"name\":\"Load Test\",\"email\":\"%s\",\"password\":\"%s\"}"
                        .formatted(email, BankSimulation.PASSWORD));
        String token = post(
                        "/api/auth/login",
                        "",
                        "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, BankSimulation.PASSWORD))
                .getString("accessToken");
        post("/api/transactions", token, "{\"type\":\"credit\",\"amount\":1000000.00}");
        for (String page : List.of("/api/accounts/me", "/api/transactions?limit=20", "/api/reports/statement")) {
            get(page, token);
        }
        return Map.of("token", token, "recipient", email((number + 1) % count));
    }

    private static <T> T await(Future<T> done) {
        try {
            return done.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(
                    "The customers cannot be prepared: " + failure.getCause().getMessage(), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    private String email(int number) {
        return "load-%s-%d@example.com".formatted(run, number);
    }

    private JsonObject post(String path, String token, String json) {
        return send(
                path,
                token,
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    private void get(String path, String token) {
        send(path, token, request(path).header("Accept", "application/json").GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    private JsonObject send(String path, String token, HttpRequest.Builder request) {
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return new JsonObject(answer.body());
        } catch (IOException failure) {
            throw new IllegalStateException("no answer from " + url, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }
}
