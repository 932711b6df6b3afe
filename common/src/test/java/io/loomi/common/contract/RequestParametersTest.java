package io.loomi.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters and headers have exact names and may be sent only once. */
class RequestParametersTest {

    private static final RequestCheckBench BENCH = new RequestCheckBench();

    @AfterAll
    static void close() {
        BENCH.close();
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
        assertThat(BENCH.violations(query, "{\"amount\": 1}")).containsEntry("query/limit", "must be sent once");
        assertThat(BENCH.violations(query, "{\"amount\": 1}")).containsOnlyKeys("query/limit");
    }

    @Test
    void distinguishesParametersByTheirExactNames() {
        assertThat(BENCH.violations("?limit=1&LIMIT=2", "{\"amount\": 1}"))
                .containsExactly(Map.entry("query/LIMIT", "is not a parameter of this operation"));
        assertThat(BENCH.violations("?what=1&what=2", "{\"amount\": 1}")).containsOnlyKeys("query/what");
        assertThat(BENCH.violations("?limit=1;flag=true", "{\"amount\": 1}")).containsOnlyKeys("query/limit");
        assertThat(BENCH.violations("?&limit=1&&flag=true&", "{\"amount\": 1}")).isEmpty();
        assertThat(BENCH.violations("?" + "a&".repeat(101), "{\"amount\": 1}")).containsOnlyKeys("query");
        assertThat(BENCH.violations("?limit=%ff", "{\"amount\": 1}")).containsOnlyKeys("query");
    }

    @Test
    void refusesARepeatedHeader() {
        HttpRequest<Buffer> twice = BENCH.thing("").putHeader("X-Needed", List.of("yes", "yes"));

        assertThat(RequestCheckBench.violations(twice, "{\"amount\": 1}"))
                .containsEntry("header/X-Needed", "must be sent once");
    }

    @Test
    void requiresARequiredHeader() {
        assertThat(RequestCheckBench.violations(BENCH.thing(""), "{\"amount\": 1}"))
                .containsEntry("header/X-Needed", "is required");
    }

    @Test
    void reportsAtMostTwentyUnknownParametersAndTruncatesLongNames() {
        String many = IntStream.range(0, 90).mapToObj(i -> "n" + i + "=1").collect(Collectors.joining("&", "?", ""));
        String cut = "query/" + "x".repeat(200 - "query/".length()) + "…";

        assertThat(BENCH.violations(many, "{\"amount\": 1}")).hasSize(20);
        assertThat(BENCH.violations("?" + "x".repeat(2_000) + "=1", "{\"amount\": 1}"))
                .containsOnlyKeys(cut);
    }
}
