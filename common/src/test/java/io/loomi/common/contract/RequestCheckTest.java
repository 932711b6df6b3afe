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

/** Holds requests against a small contract, over a real server, as the query of a request is parsed there. */
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
    void wantsNothingBesideAReference() {
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
            JsonObject faults = new JsonObject();
            invalid.violations().forEach(fault -> faults.put(fault.pointer(), fault.detail()));
            request.response().end(faults.toBuffer());
        }
    }

    private static Map<String, Object> faults(String query, String body) {
        return faultsAt("/things" + query, body);
    }

    private static Map<String, Object> formFaults(String body) {
        return faultsAt("/forms", body);
    }

    private static Map<String, Object> faultsAt(String path, String body) {
        String answer = WEB.post(server.actualPort(), "127.0.0.1", path)
                .putHeader("X-Needed", "yes")
                .sendBuffer(Buffer.buffer(body))
                .await()
                .bodyAsString();
        return answer.equals("[]") ? Map.of() : new JsonObject(answer).getMap();
    }

    @Test
    void letsAGoodRequestPass() {
        assertThat(faults("?limit=100&flag=true", "{\"amount\": 0.01, \"text\": \"ab\"}"))
                .isEmpty();
    }

    @Test
    void saysTheLimitsAsPeopleWriteThem() {
        assertThat(faults("", "{\"amount\": 100000000}"))
                .containsExactly(Map.entry("#/amount", "must be at most 99999999.99"));
        assertThat(faults("", "{\"amount\": 0}")).containsExactly(Map.entry("#/amount", "must be at least 0.01"));
        assertThat(faults("", "{\"amount\": 0.015}"))
                .containsExactly(Map.entry("#/amount", "must be a multiple of 0.01"));
        assertThat(faults("", "{\"amount\": 1e400}")).containsKey("#/amount");
        assertThat(faults("?limit=0", "{\"amount\": 1}"))
                .containsExactly(Map.entry("query/limit", "must be at least 1"));
    }

    @Test
    void refusesNumbersThatWouldTakeForEver() {
        assertThat(faults("", "{\"amount\": 1e999999999}"))
                .containsExactly(Map.entry("#/amount", "must be a number of common size"));
        assertThat(faults("", "{\"amount\": 1e-999999999}")).containsKey("#/amount");
        assertThat(faults("?limit=1e999999999", "{\"amount\": 1}")).containsKey("query/limit");
    }

    @Test
    void findsEveryFaultInOneGo() {
        Map<String, Object> found = faults(
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
    void wantsAParameterOnce(String query) {
        assertThat(faults(query, "{\"amount\": 1}")).containsEntry("query/limit", "must be sent once");
        assertThat(faults(query, "{\"amount\": 1}")).containsOnlyKeys("query/limit");
    }

    @Test
    void tellsParametersApartByTheLettersOfTheirNames() {
        assertThat(faults("?limit=1&LIMIT=2", "{\"amount\": 1}"))
                .containsExactly(Map.entry("query/LIMIT", "is not a parameter of this operation"));
        assertThat(faults("?what=1&what=2", "{\"amount\": 1}")).containsOnlyKeys("query/what");
        assertThat(faults("?limit=1;flag=true", "{\"amount\": 1}")).containsOnlyKeys("query/limit");
        assertThat(faults("?&limit=1&&flag=true&", "{\"amount\": 1}")).isEmpty();
        assertThat(faults("?" + "a&".repeat(101), "{\"amount\": 1}")).containsOnlyKeys("query");
        assertThat(faults("?limit=%ff", "{\"amount\": 1}")).containsOnlyKeys("query");
    }

    @Test
    void wantsAHeaderOnce() {
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

        assertThat(faults(many, "{\"amount\": 1}")).hasSize(20);
        assertThat(faults("?" + "x".repeat(2_000) + "=1", "{\"amount\": 1}")).containsOnlyKeys(cut);
    }

    @Test
    void asksForABody() {
        assertThat(faults("", "")).containsExactly(Map.entry("#", "is required"));
    }

    @Test
    void refusesTextThatIsNotText() {
        assertThat(faults("", "{\"amount\": 1, \"text\": \"a\\u0000\"}")).containsKey("#/text");
        assertThat(faults("", "{\"amount\": 1, \"text\": \"\\ud800x\"}")).containsKey("#/text");
        assertThat(faults("?limit=%00", "{\"amount\": 1}")).containsKey("query/limit");
    }

    @Test
    void namesWhatIsNotAnObject() {
        assertThat(faults("", "[]")).containsExactly(Map.entry("#", "must be of type object"));
        assertThat(faults("", "{\"amount\": null}")).containsExactly(Map.entry("#/amount", "must be of type number"));
        assertThat(faults("", "{\"amount\": \"1\"}")).containsExactly(Map.entry("#/amount", "must be of type number"));
    }

    @Test
    void letsAGoodFormPass() {
        assertThat(formFaults("type=credit&text=%C3%A9+a")).isEmpty();
    }

    @Test
    void holdsAFormAgainstItsSchema() {
        assertThat(formFaults("type=gift&text=abcd&a%2Fb=1"))
                .containsOnly(
                        Map.entry("#/type", "must be one of [\"credit\",\"debit\"]"),
                        Map.entry("#/text", "must have at most 3 characters"),
                        Map.entry("#/a~1b", "is not a known field"));
        assertThat(formFaults("text=ab")).containsExactly(Map.entry("#/type", "is required"));
        assertThat(formFaults("type=credit&text=a%00")).containsOnlyKeys("#/text");
        assertThat(formFaults("")).containsExactly(Map.entry("#", "is required"));
    }

    @Test
    void refusesAFormThatIsMalformed() {
        assertThat(formFaults("type=credit&type=debit")).containsExactly(Map.entry("#/type", "must stand once"));
        assertThat(formFaults("type=credit&a%2Fb=1&a/b=1")).containsExactly(Map.entry("#/a~1b", "must stand once"));
        assertThat(formFaults("type=credit&text=%G1")).containsOnlyKeys("#");
        assertThat(formFaults("{\"type\": \"credit\"}")).containsOnlyKeys("#");
    }

    @Test
    void asksForARequiredHeader() {
        String answer = WEB.post(server.actualPort(), "127.0.0.1", "/things")
                .sendBuffer(Buffer.buffer("{\"amount\": 1}"))
                .await()
                .bodyAsString();

        assertThat(new JsonObject(answer).getString("header/X-Needed")).isEqualTo("is required");
    }
}
