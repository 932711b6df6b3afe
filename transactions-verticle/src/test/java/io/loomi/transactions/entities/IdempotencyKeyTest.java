package io.loomi.transactions.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys are valid, and which are equal. */
class IdempotencyKeyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {"k|k", "\"k\"|k", " k |k", " \"k\" |k", "a b|a b", "\"|\"", "\"k|\"k", "\"\"\"|\""})
    void acceptsOptionalQuotes(String header, String value) {
        assertThat(IdempotencyKey.of(header).value()).isEqualTo(value);
    }

    @Test
    void accepts255CharactersInQuotes() {
        String longest = "k".repeat(255);

        assertThat(IdempotencyKey.of('"' + longest + '"').value()).isEqualTo(longest);
    }

    @Test
    void refuses256Characters() {
        refuses("k".repeat(256));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\"\"", "\" \"", "a\tb", "a\nb", "a\u0000b", "a\u007fb", "é", "😀"})
    void refusesBlankOrUnprintableKeys(String header) {
        refuses(header);
    }

    private static void refuses(String header) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IdempotencyKey.of(header))
                .withMessage("must be 1 to 255 printable ASCII characters");
    }
}
