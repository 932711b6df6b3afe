package io.loomi.common.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON is read exactly or not at all. */
class StrictJsonTest {

    @Test
    void keepsDecimalsExact() {
        assertThat(StrictJson.read(Buffer.buffer("[0.10, 1e2, 99999999.99, 0.1000000000000000055511151231257827]")))
                .isEqualTo(List.of(
                        new BigDecimal("0.10"),
                        new BigDecimal("1E+2"),
                        new BigDecimal("99999999.99"),
                        new BigDecimal("0.1000000000000000055511151231257827")));
    }

    @Test
    void writesDecimalsInPlainNotation() {
        assertThat(text(List.of(new BigDecimal("1E+2"), new BigDecimal("0.10"), new BigDecimal("1E-8"))))
                .isEqualTo("[100,0.10,0.00000001]");
    }

    @Test
    void writesTimesInUtc() {
        assertThat(text(Map.of("at", Instant.ofEpochMilli(1_500)))).isEqualTo("{\"at\":\"1970-01-01T00:00:01.500Z\"}");
    }

    @Test
    void writesEmojiAsTheyAre() {
        assertThat(text(List.of("😀 שלום"))).isEqualTo("[\"😀 שלום\"]");
    }

    @Test
    void readsNestingAndNumbersUpToTheirBounds() {
        assertThat(StrictJson.read(Buffer.buffer(nested(32)))).isInstanceOf(List.class);
        assertThat(StrictJson.read(Buffer.buffer("9".repeat(64)))).isInstanceOf(Number.class);
    }

    @Test
    void refusesNestingAndNumbersBeyondThem() {
        assertRefused(nested(33));
        assertRefused("[".repeat(30_000));
        assertRefused("9".repeat(65));
        assertRefused("0." + "1".repeat(65));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": 1, \"a\": 2}",
                "{\"a\": {\"b\": 1, \"b\": 1}}",
                "{} {}",
                "{}x",
                "",
                " ",
                "{",
                "{'a': 1}",
                "{a: 1}",
                "{\"a\": 1,}",
                "// note\n{}",
                "{/* note */}",
                "NaN",
                "-Infinity",
                "01",
                "+1",
                ".5",
                "{\"a\": \"tab\there\"}",
                "TRUE"
            })
    void refusesWhatIsAlmostJson(String text) {
        assertRefused(text);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertRefused(Buffer.buffer(new byte[] {'"', (byte) 0xC3, '"'}));
        assertRefused(Buffer.buffer(new byte[] {'"', (byte) 0xFF, '"'}));
        assertRefused(Buffer.buffer(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}));
    }

    @Test
    void saysWhereItBreaksAndRepeatsNothing() {
        assertThatThrownBy(() -> StrictJson.read(Buffer.buffer("{\n  \"password\": hunter2}")))
                .isInstanceOf(MalformedJson.class)
                .hasMessageStartingWith("must be well-formed JSON; it breaks at line 2, column ")
                .hasMessageNotContaining("hunter")
                .hasNoCause();
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static String text(Object value) {
        return StrictJson.write(value).toString();
    }

    private static void assertRefused(String text) {
        assertRefused(Buffer.buffer(text));
    }

    private static void assertRefused(Buffer bytes) {
        assertThatThrownBy(() -> StrictJson.read(bytes)).isInstanceOf(MalformedJson.class);
    }
}
