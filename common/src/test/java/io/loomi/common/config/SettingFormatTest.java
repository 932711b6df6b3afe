package io.loomi.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts become values, or are refused. */
class SettingFormatTest {

    @Test
    void wholeNumbersHaveBothEnds() {
        assertThat(SettingFormat.PORT.parser().apply("0")).isZero();
        assertThat(SettingFormat.PORT.parser().apply("65535")).isEqualTo(65535);
        assertRefused(SettingFormat.PORT, "-1");
        assertRefused(SettingFormat.PORT, "65536");
        assertRefused(SettingFormat.PORT, "8080.5");
    }

    @Test
    void listsSkipWhatIsEmpty() {
        assertThat(SettingFormat.LIST.parser().apply(" a , ,b,")).containsExactly("a", "b");
    }

    @Test
    void switchesAreWordsAndNothingElse() {
        assertThat(SettingFormat.SWITCH.parser().apply("on")).isTrue();
        assertThat(SettingFormat.SWITCH.parser().apply("true")).isTrue();
        assertThat(SettingFormat.SWITCH.parser().apply("off")).isFalse();
        assertThat(SettingFormat.SWITCH.parser().apply("false")).isFalse();
        assertRefused(SettingFormat.SWITCH, "yes");
    }

    @Test
    void choicesNameWhatThereIs() {
        SettingFormat<Environment> format = SettingFormat.oneOf(Environment.class);

        assertThat(format.parser().apply("Production")).isEqualTo(Environment.PRODUCTION);
        assertThat(format.expectation()).isEqualTo("one of development, production");
        assertRefused(format, "staging");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis://", "redis:localhost", "http://localhost", "localhost:6379", "redis://a b"})
    void urlsNeedTheirSchemeAndAHost(String text) {
        assertRefused(SettingFormat.REDIS_URL, text);
    }

    @Test
    void urlsMayUseEitherOfTheirSchemes() {
        assertThat(SettingFormat.POSTGRES_URL.parser().apply("postgres://db/x")).hasHost("db");
        assertThat(SettingFormat.POSTGRES_URL.parser().apply("postgresql://db/x"))
                .hasHost("db");
        assertThat(SettingFormat.HTTP_URL.parser().apply("https://customers")).hasHost("customers");
    }

    private static void assertRefused(SettingFormat<?> format, String text) {
        assertThatThrownBy(() -> format.parser().apply(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
