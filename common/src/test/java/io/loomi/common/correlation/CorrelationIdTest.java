package io.loomi.common.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A correlation id is taken over only when it can do no harm in a header or a log line. */
class CorrelationIdTest {

    private static final String ID_64 = "x".repeat(64);

    @ParameterizedTest
    @ValueSource(strings = {"a", "order-17.B_x", "0"})
    void takesOverAWellFormedId(String sent) {
        assertThat(CorrelationId.from(sent, null).value()).isEqualTo(sent);
    }

    @Test
    void takesOverUpTo64Characters() {
        assertThat(CorrelationId.from(ID_64, null).value()).isEqualTo(ID_64);
        assertThat(CorrelationId.from(ID_64 + "x", null).value()).isNotEqualTo(ID_64 + "x");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "a\r\nX-Evil: 1",
                "a\n",
                "a\u0000",
                "käse",
                "\u0661\u0662",
                "\uD83D\uDE00",
                "{\"a\":1}",
                "../etc",
                "a%0d%0a"
            })
    void replacesAHostileOne(String sent) {
        assertThat(CorrelationId.from(sent, null).value()).isNotEqualTo(sent).matches("[0-9a-f]{24}");
    }

    @Test
    void makesADifferentOneEachTime() {
        assertThat(CorrelationId.from(null, null).value())
                .isNotEqualTo(CorrelationId.from(null, null).value());
    }
}
