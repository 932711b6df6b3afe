package io.loomi.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final Setting<Integer> PORT =
            Setting.of("HTTP_PORT", SettingFormat.PORT, "where it listens").orElse("3001");

    @Test
    void usesTheDefaultForMissingAndBlankValues() {
        assertThat(new Settings(Map.of()).get(PORT)).isEqualTo(3001);
        assertThat(new Settings(Map.of("HTTP_PORT", " ")).get(PORT)).isEqualTo(3001);
    }

    @Test
    void saysWhatAMalformedValueMustBe() {
        assertThatThrownBy(() -> new Settings(Map.of("HTTP_PORT", "70000")).get(PORT))
                .isInstanceOf(StartFailure.class)
                .hasMessage("HTTP_PORT is \"70000\", but must be a whole number from 0 to 65535.");
    }

    @Test
    void saysWhatAMissingValueIsFor() {
        Setting<String> required = Setting.of("NAME", SettingFormat.TEXT, "who it is");

        assertThatThrownBy(() -> new Settings(Map.of()).get(required))
                .isInstanceOf(StartFailure.class)
                .hasMessage("NAME is not set: give it text (who it is).");
    }

    @Test
    void neverPrintsASecret() {
        Setting<Integer> secret =
                Setting.of("PIN", SettingFormat.whole(1, 9), "a secret").asSecret();

        assertThatThrownBy(() -> new Settings(Map.of("PIN", "hunter2")).get(secret))
                .hasMessage("PIN is set to something else, but must be a whole number from 1 to 9.");
    }

    @Test
    void refusesAnUnknownNameWithOurPrefix() {
        Settings settings = new Settings(Map.of("LOOMI_CLUSTR", "true", "PATH", "/bin"));

        assertThatThrownBy(() -> settings.requireOnly(List.of(Environment.SETTING)))
                .hasMessage("LOOMI_CLUSTR is not a setting: the settings are LOOMI_ENV.");
    }

    @Test
    void readsEveryFormat() {
        assertThat(SettingFormat.LIST.parser().apply("a, b,,c")).containsExactly("a", "b", "c");
        assertThat(SettingFormat.SWITCH.parser().apply("off")).isFalse();
        assertThat(SettingFormat.oneOf(Environment.class).parser().apply("production"))
                .isEqualTo(Environment.PRODUCTION);
        assertThat(SettingFormat.HTTP_URL.parser().apply("http://customers:3001"))
                .hasPort(3001);
        assertThatThrownBy(() -> SettingFormat.REDIS_URL.parser().apply("http://redis"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SettingFormat.SWITCH.parser().apply("maybe"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sharesLimitsAmongTheInstances() {
        assertThat(new Instance(1, 2).shareOf(8)).isEqualTo(4);
        assertThat(new Instance(2, 2).shareOf(1)).isEqualTo(1);
    }
}
