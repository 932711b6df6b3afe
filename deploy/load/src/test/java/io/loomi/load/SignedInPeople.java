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
 * Registers people, signs them in, gives them money and lets them look around once, before the clock starts: each hashes two
 * passwords.
 */
final class SignedInPeople {

    /** As many passwords as the bank hashes at once, and one more in hand for each. */
    private static final int AT_ONCE = 4;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String run;

    /** @param run makes the addresses of this run new */
    SignedInPeople(String url, String run) {
        this.url = url;
        this.run = run;
    }

    /** A {@code token} of each, and the {@code recipient} to whom they send money, who is the next of them. */
    List<Map<String, Object>> prepare(int count) {
        try (ExecutorService some = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Map<String, Object>>> people = IntStream.range(0, count)
                    .mapToObj(number -> some.submit(() -> person(number, count)))
                    .toList();
            return people.stream().map(SignedInPeople::when).toList();
        }
    }

    private Map<String, Object> person(int number, int count) {
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

    private static <T> T when(Future<T> done) {
        try {
            return done.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(
                    "The people are not ready: " + failure.getCause().getMessage(), failure);
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
