package io.loomi.common.contract;

import io.loomi.common.errors.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Checks requests against a small contract. It uses a real server, because the server parses the query. */
final class RequestCheckBench implements AutoCloseable {

    static final String CONTRACT = """
            openapi: 3.1.0
            info: { title: t, version: '1' }
            paths:
              /things:
                post:
                  operationId: add
                  parameters:
                    - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
                    - { name: X-Needed, in: header, required: true, schema: { type: string } }
                    - { name: flag, in: query, schema: { type: boolean } }
                  requestBody:
                    required: true
                    content:
                      application/json:
                        schema:
                          type: object
                          required: [amount]
                          additionalProperties: false
                          properties:
                            amount: { type: number, minimum: 0.01, maximum: 99999999.99, multipleOf: 0.01 }
                            type: { type: string, enum: [credit, debit] }
                            text: { type: string, minLength: 2, maxLength: 3 }
                  responses:
                    default: { description: any }
              /forms:
                post:
                  operationId: send
                  requestBody:
                    required: true
                    content:
                      application/x-www-form-urlencoded:
                        schema:
                          type: object
                          required: [type]
                          additionalProperties: false
                          properties:
                            type: { type: string, enum: [credit, debit] }
                            text: { type: string, minLength: 2, maxLength: 3 }
                  responses:
                    default: { description: any }
            components: {}
            """;

    private final Vertx vertx = Vertx.vertx();
    private final WebClient web = WebClient.create(vertx);
    private final HttpServer server;

    RequestCheckBench() {
        OpenAPIContract contract = Contract.of(Buffer.buffer(CONTRACT)).model();
        Map<String, RequestCheck> checks = contract.operations().stream()
                .collect(Collectors.toMap(Operation::getOpenAPIPath, operation -> new RequestCheck(operation)));
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body -> answer(Objects.requireNonNull(checks.get(request.path())), request, body)))
                .listen(0)
                .await();
    }

    private static void answer(RequestCheck check, HttpServerRequest request, Buffer body) {
        try {
            check.check(request, RequestCheck.queryOf(request), Map.of(), body);
            request.response().end("[]");
        } catch (Failure.Invalid invalid) {
            JsonObject violations = new JsonObject();
            invalid.violations().forEach(fault -> violations.put(fault.pointer(), fault.detail()));
            request.response().end(violations.toBuffer());
        }
    }

    /** Returns the violations of a request to add a thing: details by pointer. */
    Map<String, Object> violations(String query, String body) {
        return violations(thing(query).putHeader("X-Needed", "yes"), body);
    }

    Map<String, Object> formViolations(String body) {
        return violations(to("/forms"), body);
    }

    /** Returns a request to add a thing, without its required header. */
    HttpRequest<Buffer> thing(String query) {
        return to("/things" + query);
    }

    private HttpRequest<Buffer> to(String path) {
        return web.post(server.actualPort(), "127.0.0.1", path);
    }

    static Map<String, Object> violations(HttpRequest<Buffer> request, String body) {
        String answer = request.sendBuffer(Buffer.buffer(body)).await().bodyAsString();
        return answer.equals("[]") ? Map.of() : new JsonObject(answer).getMap();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
