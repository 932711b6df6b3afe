package io.loomi.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.errors.Failure;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks requests against a small contract, over a real server, because that is where queries are parsed. */
class RequestCheckTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final WebClient WEB = WebClient.create(VERTX);
    private static final String CONTRACT = """
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

    private static HttpServer server;

    @BeforeAll
    static void listen() {
        OpenAPIContract contract = Contract.of(Buffer.buffer(CONTRACT)).model();
        Map<String, RequestCheck> checks = contract.operations().stream()
                .collect(Collectors.toMap(Operation::getOpenAPIPath, operation -> new RequestCheck(operation)));
        server = VERTX.createHttpServer()
                .requestHandler(request -> request.body()
                        .onSuccess(body -> answer(Objects.requireNonNull(checks.get(request.path())), request, body)))
                .listen(0)
                .await();
    }

    @Test
    void refusesKeywordsBesideAReference() {
        String referring = CONTRACT.replace("components: {}", "components: { schemas: { %s } }");
        String alone =
                referring.formatted("A: { type: string }, B: { $ref: '#/components/schemas/A', description: b }");
        String more = referring.formatted("A: { type: string }, B: { $ref: '#/components/schemas/A', maxLength: 3 }");

        assertThat(Contract.of(Buffer.buffer(alone)).answerTypes("add")).isNotEmpty();
        assertThatThrownBy(() -> Contract.of(Buffer.buffer(more))).hasMessageContaining("#/components/schemas/A");
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    private static void answer(RequestCheck check, HttpServerRequest request, Buffer body) {
        try {
            check.check(request, RequestCheck.queryOf(request), Map.of(), body);
            request.response().end("[]");
        } catch (Failure.Invalid invalid) {
            JsonObject violations = new JsonObject();
            invalid.violations().forEach(violation -> violations.put(violation.pointer(), violation.detail()));
            request.response().end(violations.toBuffer());
        }
    }

    private static Map<String, Object> violations(String query, String body) {
        return violationsAt("/things" + query, body);
    }

    private static Map<String, Object> formViolations(String body) {
        return violationsAt("/forms", body);
    }

    private static Map<String, Object> violationsAt(String path, String body) {
        String answer = WEB.post(server.actualPort(), "127.0.0.1", path)
                .putHeader("X-Needed", "yes")
                .sendBuffer(Buffer.buffer(body))
                .await()
                .bodyAsString();
        return answer.equals("[]") ? Map.of() : new JsonObject(answer).getMap();
    }

    @Test
    void acceptsAValidRequest() {
        assertThat(violations("?limit=100&flag=true", "{\"amount\": 0.01, \"text\": \"ab\"}"))
                .isEmpty();
    }

    @Test
    void writesLimitsAsPlainNumbers() {
        assertThat(violations("", "{\"amount\": 100000000}"))
                .containsExactly(Map.entry("#/amount", "must be at most 99999999.99"));
        assertThat(violations("", "{\"amount\": 0}")).containsExactly(Map.entry("#/amount", "must be at least 0.01"));
        assertThat(violations("", "{\"amount\": 0.015}"))
                .containsExactly(Map.entry("#/amount", "must be a multiple of 0.01"));
        assertThat(violations("", "{\"amount\": 1e400}")).containsKey("#/amount");
        assertThat(violations("?limit=0", "{\"amount\": 1}"))
                .containsExactly(Map.entry("query/limit", "must be at least 1"));
    }

    @Test
    void refusesHugeExponents() {
        assertThat(violations("", "{\"amount\": 1e999999999}"))
                .containsExactly(Map.entry("#/amount", "must be a number of common size"));
        assertThat(violations("", "{\"amount\": 1e-999999999}")).containsKey("#/amount");
        assertThat(violations("?limit=1e999999999", "{\"amount\": 1}")).containsKey("query/limit");
    }

    @Test
    void reportsAllViolationsAtOnce() {
        Map<String, Object> found = violations(
                "?limit=x&flag=maybe&what=1", "{\"type\": \"gift\", \"text\": \"abcd\", \"balance\": 5, \"a/b\": 1}");

        assertThat(found.keySet())
                .containsExactlyInAnyOrder(
                        "query/limit",
                        "query/flag",
                        "query/what",
                        "#/amount",
                        "#/type",
                        "#/text",
                        "#/balance",
                        "#/a~1b");
        assertThat(found)
                .containsEntry("#/amount", "is required")
                .containsEntry("#/balance", "is not a known field")
                .containsEntry("#/text", "must have at most 3 characters")
                .containsEntry("#/type", "must be one of [\"credit\",\"debit\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=1&limit=abc",
                "?limit=1&limit=1",
                "?limit=1&flag=true&limit",
                "?%6Cimit=1&limit=2",
                "?limit=&limit=1"
            })
    void refusesARepeatedParameter(String query) {
        assertThat(violations(query, "{\"amount\": 1}")).containsEntry("query/limit", "must be sent once");
        assertThat(violations(query, "{\"amount\": 1}")).containsOnlyKeys("query/limit");
    }

    @Test
    void matchesParameterNamesExactly() {
        assertThat(violations("?limit=1&LIMIT=2", "{\"amount\": 1}"))
                .containsExactly(Map.entry("query/LIMIT", "is not a parameter of this operation"));
        assertThat(violations("?what=1&what=2", "{\"amount\": 1}")).containsOnlyKeys("query/what");
        assertThat(violations("?limit=1;flag=true", "{\"amount\": 1}")).containsOnlyKeys("query/limit");
        assertThat(violations("?&limit=1&&flag=true&", "{\"amount\": 1}")).isEmpty();
        assertThat(violations("?" + "a&".repeat(101), "{\"amount\": 1}")).containsOnlyKeys("query");
        assertThat(violations("?limit=%ff", "{\"amount\": 1}")).containsOnlyKeys("query");
    }

    @Test
    void refusesARepeatedHeader() {
        String answer = WEB.post(server.actualPort(), "127.0.0.1", "/things")
                .putHeader("X-Needed", List.of("yes", "yes"))
                .sendBuffer(Buffer.buffer("{\"amount\": 1}"))
                .await()
                .bodyAsString();

        assertThat(new JsonObject(answer).getString("header/X-Needed")).isEqualTo("must be sent once");
    }

    @Test
    void namesTheFirstTwentyUnknownParametersAndCutsLongNames() {
        String many = IntStream.range(0, 90).mapToObj(i -> "n" + i + "=1").collect(Collectors.joining("&", "?", ""));
        String cut = "query/" + "x".repeat(200 - "query/".length()) + "…";

        assertThat(violations(many, "{\"amount\": 1}")).hasSize(20);
        assertThat(violations("?" + "x".repeat(2_000) + "=1", "{\"amount\": 1}"))
                .containsOnlyKeys(cut);
    }

    @Test
    void requiresABody() {
        assertThat(violations("", "")).containsExactly(Map.entry("#", "is required"));
    }

    @Test
    void refusesBrokenText() {
        assertThat(violations("", "{\"amount\": 1, \"text\": \"a\\u0000\"}")).containsKey("#/text");
        assertThat(violations("", "{\"amount\": 1, \"text\": \"\\ud800x\"}")).containsKey("#/text");
        assertThat(violations("?limit=%00", "{\"amount\": 1}")).containsKey("query/limit");
    }

    @Test
    void reportsWrongTypes() {
        assertThat(violations("", "[]")).containsExactly(Map.entry("#", "must be of type object"));
        assertThat(violations("", "{\"amount\": null}"))
                .containsExactly(Map.entry("#/amount", "must be of type number"));
        assertThat(violations("", "{\"amount\": \"1\"}"))
                .containsExactly(Map.entry("#/amount", "must be of type number"));
    }

    @Test
    void acceptsAValidForm() {
        assertThat(formViolations("type=credit&text=%C3%A9+a")).isEmpty();
    }

    @Test
    void checksAFormAgainstItsSchema() {
        assertThat(formViolations("type=gift&text=abcd&a%2Fb=1"))
                .containsOnly(
                        Map.entry("#/type", "must be one of [\"credit\",\"debit\"]"),
                        Map.entry("#/text", "must have at most 3 characters"),
                        Map.entry("#/a~1b", "is not a known field"));
        assertThat(formViolations("text=ab")).containsExactly(Map.entry("#/type", "is required"));
        assertThat(formViolations("type=credit&text=a%00")).containsOnlyKeys("#/text");
        assertThat(formViolations("")).containsExactly(Map.entry("#", "is required"));
    }

    @Test
    void refusesAMalformedForm() {
        assertThat(formViolations("type=credit&type=debit")).containsExactly(Map.entry("#/type", "must stand once"));
        assertThat(formViolations("type=credit&a%2Fb=1&a/b=1")).containsExactly(Map.entry("#/a~1b", "must stand once"));
        assertThat(formViolations("type=credit&text=%G1")).containsOnlyKeys("#");
        assertThat(formViolations("{\"type\": \"credit\"}")).containsOnlyKeys("#");
    }

    @Test
    void requiresARequiredHeader() {
        String answer = WEB.post(server.actualPort(), "127.0.0.1", "/things")
                .sendBuffer(Buffer.buffer("{\"amount\": 1}"))
                .await()
                .bodyAsString();

        assertThat(new JsonObject(answer).getString("header/X-Needed")).isEqualTo("is required");
    }
}
