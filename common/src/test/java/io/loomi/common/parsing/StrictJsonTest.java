package io.loomi.common.parsing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Test
    void keepsDecimalsExact() {
        assertThat(StrictJson.read(Buffer.buffer("{\"amount\": 0.10}")))
                .isEqualTo(Map.of("amount", new BigDecimal("0.10")));
        assertThat(StrictJson.write(Map.of("amount", new BigDecimal("1E+2"))).toString())
                .isEqualTo("{\"amount\":100}");
    }

    @Test
    void writesEmojiUnescapedAndTimesInUtc() {
        assertThat(StrictJson.write(Map.of("text", "😀")).toString()).isEqualTo("{\"text\":\"😀\"}");
        assertThat(StrictJson.write(Map.of("at", Instant.EPOCH)).toString())
                .isEqualTo("{\"at\":\"1970-01-01T00:00:00Z\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{",
                "{'a':1}",
                "// no\n{}",
                "NaN",
                "",
                "{\"a\":01}",
                "[1,]",
                "\"\\ud8\""
            })
    void refusesInvalidJson(String text) {
        assertThatThrownBy(() -> StrictJson.read(Buffer.buffer(text)))
                .isInstanceOf(MalformedJson.class)
                .hasMessageStartingWith("must be well-formed JSON");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        Buffer latin1 = Buffer.buffer(new byte[] {'"', (byte) 0xE7, '"'});

        assertThatThrownBy(() -> StrictJson.read(latin1)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void limitsNestingAndTheLengthOfNumbers() {
        assertThatThrownBy(() -> StrictJson.read(Buffer.buffer("[".repeat(100) + "]".repeat(100))))
                .isInstanceOf(MalformedJson.class);
        assertThatThrownBy(() -> StrictJson.read(Buffer.buffer("1".repeat(100))))
                .isInstanceOf(MalformedJson.class);
    }
}
