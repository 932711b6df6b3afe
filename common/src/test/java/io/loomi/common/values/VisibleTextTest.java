package io.loomi.common.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.loomi.common.testing.DeceptiveText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

    @Test
    void refusesDirectionControlsAndInvisibleFormatCharacters() {
        assertThat(DeceptiveText.REFUSED)
                .map(DeceptiveText::with)
                .allSatisfy(text -> assertThatIllegalArgumentException().isThrownBy(() -> VisibleText.require(text)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x09, 0x0A, 0x1B, 0x7F, 0x85})
    void refusesControlCharacters(int character) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VisibleText.require(DeceptiveText.with(character)))
                .withMessageStartingWith("must not contain control characters");
    }

    @Test
    void acceptsWhatScriptsAndEmojiNeed() {
        assertThat(DeceptiveText.NEEDED)
                .map(DeceptiveText::with)
                .allSatisfy(text -> assertThat(VisibleText.require(text)).isEqualTo(text));
    }
}
