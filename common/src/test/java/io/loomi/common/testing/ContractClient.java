package io.loomi.common.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Calls a service over HTTP, and checks every response against the contract. */
public final class ContractClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final AnswerCheck contract;

    public ContractClient(String service, URI base) {
        this.base = base;
        this.contract = AnswerCheck.load(service);
    }

    /** The URI of a path, for a request with another client. */
    public URI uri(String path) {
        return base.resolve(path);
    }

    public Call get(String path) {
        return new Call("GET", path);
    }

    public Call post(String path) {
        return new Call("POST", path);
    }

    public Call patch(String path) {
        return new Call("PATCH", path);
    }

    public Call delete(String path) {
        return new Call("DELETE", path);
    }

    public Call call(String method, String path) {
        return new Call(method, path);
    }

    /** A request that is being built. */
    public final class Call {
        private final String method;
        private final String path;
        private final HttpRequest.Builder request;

        private Call(String method, String path) {
            this.method = method;
            this.path = path;
            this.request = HttpRequest.newBuilder(base.resolve(path)).timeout(TIMEOUT);
        }

        public Call as(String token) {
            return header("Authorization", "Bearer " + token);
        }

        public Call header(String name, String value) {
            request.header(name, value);
            return this;
        }

        public Answer json(String body) {
            return body("application/json", body.getBytes(StandardCharsets.UTF_8));
        }

        /** @param fields form-encoded */
        public Answer form(String fields) {
            return body("application/x-www-form-urlencoded", fields.getBytes(StandardCharsets.UTF_8));
        }

        public Answer body(String contentType, byte[] body) {
            request.header("Content-Type", contentType);
            return send(HttpRequest.BodyPublishers.ofByteArray(body));
        }

        public Answer send() {
            return send(HttpRequest.BodyPublishers.noBody());
        }

        private Answer send(HttpRequest.BodyPublisher body) {
            try {
                HttpResponse<String> response = http.send(
                        request.method(method, body).build(),
                        HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
                Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
                contract.check(method, URI.create(path).getPath(), answer);
                return answer;
            } catch (IOException | InterruptedException failure) {
                throw new AssertionError("no answer to " + method + " " + path, failure);
            }
        }
    }
}
