package io.loomi.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.loomi.common.errors.Failure;
import io.loomi.common.errors.Violation;
import io.loomi.common.parsing.StrictJson;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.openapi.contract.Operation;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of the maximum size with many violations: the work and the answer stay bounded. */
class LargeBodyTest {

    private static final int MAX_BODY_BYTES = 64 * 1024;
    private static final int MAX_ANSWER_BYTES = 20 * 1024;

    private static final RequestCheck CHECK = check("""
            openapi: 3.1.0
            info: { title: t, version: '1' }
            paths:
              /things:
                post:
                  operationId: add
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
                            text: { type: string, maxLength: 3 }
                            tags: { type: array, maxItems: 2, items: { type: string, enum: [a, b] } }
                  responses:
                    default: { description: any }
            components: {}
            """);

    private static RequestCheck check(String contract) {
        Operation operation =
                Contract.of(Buffer.buffer(contract)).model().operations().getFirst();
        return new RequestCheck(operation);
    }

    @Test
    void reportsFarTooManyFieldsOnce() {
        assertThat(violations(object(6_000, i -> "\"n%d\": 0".formatted(i))))
                .containsExactly(new Violation(
                        "#", "must have at most 50 fields and items, 8 levels, and names of at most 100 characters"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 21, 22, 50})
    void namesTheFirstTwentyUnknownFields(int count) {
        List<Violation> violations =
                violations(object(count, i -> i == 0 ? "\"amount\": 1" : "\"n%d\": 0".formatted(i)));

        assertThat(violations)
                .hasSize(Math.min(count - 1, 20))
                .allSatisfy(violation -> assertThat(violation.detail()).isEqualTo("is not a known field"));
    }

    @Test
    void boundsViolationsOfItemsNamesTextsAndLevels() {
        assertBounded("{\"amount\": 1, \"tags\": [%s]}".formatted(repeated(30_000, "0")));
        assertBounded("{\"amount\": 1, \"tags\": [%s]}".formatted(repeated(6_000, "\"\\u0000\"")));
        assertBounded("{\"amount\": 1, \"%s\": [%s]}".formatted("x".repeat(30_000), repeated(5_000, "1e999")));
        assertBounded("{\"amount\": 1, \"%s\": 0}".formatted("\\u0001".repeat(10_000)));
        assertBounded(object(49, i -> "\"%s%d\": \"\\u0000\"".formatted("\\u0001".repeat(98), i + 10)));
        assertBounded("{\"amount\": 1, \"x\": %s%s}".formatted("[".repeat(30), "]".repeat(30)));
        assertBounded("{\"amount\": 1, \"x\": %s0%s}".formatted("{\"y\": ".repeat(30), "}".repeat(30)));
        assertBounded("[" + repeated(30_000, "0") + "]");
    }

    @Test
    void dividesNoHugeNumberAfterManyViolations() {
        String many = object(40, i -> "\"n%d\": \"\\u0000\"".formatted(i));

        assertThat(violations(many.substring(0, many.length() - 1) + ", \"amount\": 1e999999999}"))
                .hasSize(20);
    }

    private static void assertBounded(String body) {
        List<Violation> violations = violations(body);

        assertThat(violations).hasSizeBetween(1, 20);
        assertThat(StrictJson.write(violations).length()).isLessThan(MAX_ANSWER_BYTES);
    }

    private static List<Violation> violations(String body) {
        Buffer sent = Buffer.buffer(body);
        assertThat(sent.length()).isLessThanOrEqualTo(MAX_BODY_BYTES);
        return catchThrowableOfType(Failure.Invalid.class, () -> {
                    HttpServerRequest request = withoutQuery();
                    CHECK.check(request, RequestCheck.queryOf(request), Map.of(), sent);
                })
                .violations();
    }

    private static String object(int count, IntFunction<String> field) {
        return IntStream.range(0, count).mapToObj(field).collect(Collectors.joining(",", "{", "}"));
    }

    private static String repeated(int count, String item) {
        return String.join(",", Collections.nCopies(count, item));
    }

    private static HttpServerRequest withoutQuery() {
        return (HttpServerRequest) Proxy.newProxyInstance(
                LargeBodyTest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (_, method, _) -> method.getReturnType() == MultiMap.class ? MultiMap.caseInsensitiveMultiMap() : null);
    }
}
