package io.loomi.common.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** All violations of a JSON body or a form are reported, in plain words. */
class RequestCheckTest {

    private static final RequestCheckBench BENCH = new RequestCheckBench();

    @AfterAll
    static void close() {
        BENCH.close();
    }

    @Test
    void allowsOnlyADescriptionBesideAReference() {
        String referring = RequestCheckBench.CONTRACT.replace("components: {}", "components: { schemas: { %s } }");
        String alone =
                referring.formatted("A: { type: string }, B: { $ref: '#/components/schemas/A', description: b }");
        String more = referring.formatted("A: { type: string }, B: { $ref: '#/components/schemas/A', maxLength: 3 }");

        assertThat(Contract.of(Buffer.buffer(alone)).answerTypes("add")).isNotEmpty();
        assertThatThrownBy(() -> Contract.of(Buffer.buffer(more))).hasMessageContaining("#/components/schemas/A");
    }

    @Test
    void acceptsAValidRequest() {
        assertThat(BENCH.violations("?limit=100&flag=true", "{\"amount\": 0.01, \"text\": \"ab\"}"))
                .isEmpty();
    }

    @Test
    void reportsLimitsInPlainDecimals() {
        assertThat(BENCH.violations("", "{\"amount\": 100000000}"))
                .containsExactly(Map.entry("#/amount", "must be at most 99999999.99"));
        assertThat(BENCH.violations("", "{\"amount\": 0}"))
                .containsExactly(Map.entry("#/amount", "must be at least 0.01"));
        assertThat(BENCH.violations("", "{\"amount\": 0.015}"))
                .containsExactly(Map.entry("#/amount", "must be a multiple of 0.01"));
        assertThat(BENCH.violations("", "{\"amount\": 1e400}")).containsKey("#/amount");
        assertThat(BENCH.violations("?limit=0", "{\"amount\": 1}"))
                .containsExactly(Map.entry("query/limit", "must be at least 1"));
    }

    @Test
    void refusesNumbersThatAreTooLargeToCompute() {
        assertThat(BENCH.violations("", "{\"amount\": 1e999999999}"))
                .containsExactly(Map.entry("#/amount", "must be a number of usual size"));
        assertThat(BENCH.violations("", "{\"amount\": 1e-999999999}")).containsKey("#/amount");
        assertThat(BENCH.violations("?limit=1e999999999", "{\"amount\": 1}")).containsKey("query/limit");
    }

    @Test
    void reportsAllViolationsTogether() {
        Map<String, Object> found = BENCH.violations(
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

    @Test
    void requiresABody() {
        assertThat(BENCH.violations("", "")).containsExactly(Map.entry("#", "is required"));
    }

    @Test
    void refusesInvalidCharacters() {
        assertThat(BENCH.violations("", "{\"amount\": 1, \"text\": \"a\\u0000\"}"))
                .containsKey("#/text");
        assertThat(BENCH.violations("", "{\"amount\": 1, \"text\": \"\\ud800x\"}"))
                .containsKey("#/text");
        assertThat(BENCH.violations("?limit=%00", "{\"amount\": 1}")).containsKey("query/limit");
    }

    @Test
    void reportsValuesOfTheWrongType() {
        assertThat(BENCH.violations("", "[]")).containsExactly(Map.entry("#", "must be of type object"));
        assertThat(BENCH.violations("", "{\"amount\": null}"))
                .containsExactly(Map.entry("#/amount", "must be of type number"));
        assertThat(BENCH.violations("", "{\"amount\": \"1\"}"))
                .containsExactly(Map.entry("#/amount", "must be of type number"));
    }

    @Test
    void acceptsAValidForm() {
        assertThat(BENCH.formViolations("type=credit&text=%C3%A9+a")).isEmpty();
    }

    @Test
    void checksAFormAgainstItsSchema() {
        assertThat(BENCH.formViolations("type=gift&text=abcd&a%2Fb=1"))
                .containsOnly(
                        Map.entry("#/type", "must be one of [\"credit\",\"debit\"]"),
                        Map.entry("#/text", "must have at most 3 characters"),
                        Map.entry("#/a~1b", "is not a known field"));
        assertThat(BENCH.formViolations("text=ab")).containsExactly(Map.entry("#/type", "is required"));
        assertThat(BENCH.formViolations("type=credit&text=a%00")).containsOnlyKeys("#/text");
        assertThat(BENCH.formViolations("")).containsExactly(Map.entry("#", "is required"));
    }

    @Test
    void refusesAMalformedForm() {
        assertThat(BENCH.formViolations("type=credit&type=debit"))
                .containsExactly(Map.entry("#/type", "must be sent once"));
        assertThat(BENCH.formViolations("type=credit&a%2Fb=1&a/b=1"))
                .containsExactly(Map.entry("#/a~1b", "must be sent once"));
        assertThat(BENCH.formViolations("type=credit&text=%G1")).containsOnlyKeys("#");
        assertThat(BENCH.formViolations("{\"type\": \"credit\"}")).containsOnlyKeys("#");
    }
}
