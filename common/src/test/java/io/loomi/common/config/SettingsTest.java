package io.loomi.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings are typed, and what is wrong with one is a sentence about it. */
class SettingsTest {

    private static final Setting<Integer> POOL =
            Setting.of("POOL", SettingFormat.whole(2, 200), "connections").orElse("8");
    private static final Setting<String> NAME = Setting.of("NAME", SettingFormat.TEXT, "what it is called");
    private static final Setting<Integer> PIN =
            Setting.of("PIN", SettingFormat.whole(0, 9), "a secret digit").secretly();

    @Test
    void readsAValueWithSpacesAroundIt() {
        assertThat(settings("POOL", " 16 ").get(POOL)).isEqualTo(16);
    }

    @Test
    void fallsBackWhenNothingOrOnlyBlankIsSet() {
        assertThat(new Settings(Map.of()).get(POOL)).isEqualTo(8);
        assertThat(settings("NAME", " ").find(NAME)).isEmpty();
    }

    @Test
    void saysWhatAMissingSettingIsFor() {
        assertThatThrownBy(() -> new Settings(Map.of()).get(NAME))
                .isInstanceOf(StartFailure.class)
                .hasMessage("NAME is not set: give it text (what it is called).");
    }

    @Test
    void showsAMalformedValueBesideWhatIsExpected() {
        assertThatThrownBy(() -> settings("POOL", "many").get(POOL))
                .isInstanceOf(StartFailure.class)
                .hasMessage("POOL is \"many\", but must be a whole number from 2 to 200.");
    }

    @Test
    void neverRepeatsASecret() {
        assertThatThrownBy(() -> settings("PIN", "hunter2").find(PIN))
                .isInstanceOf(StartFailure.class)
                .hasMessage("PIN is set to something else, but must be a whole number from 0 to 9.")
                .hasNoCause();
    }

    @Test
    void refusesANameThatLooksLikeOursAndIsNot() {
        assertThatThrownBy(() -> settings("LOOMI_ENVV", "production").requireOnly(List.of(POOL, Environment.SETTING)))
                .isInstanceOf(StartFailure.class)
                .hasMessage("LOOMI_ENVV is not a setting: the settings are LOOMI_ENV, POOL.");
    }

    @Test
    void leavesTheRestOfTheEnvironmentAlone() {
        assertThat(settings("PATH", "/bin").requireOnly(List.of(POOL)).get(POOL))
                .isEqualTo(8);
    }

    @Test
    void sharesWhatIsBoundedAmongInstances() {
        assertThat(new Instance(1, 2).shareOf(9)).isEqualTo(4);
        assertThat(new Instance(1, 4).shareOf(2)).isEqualTo(1);
    }

    private static Settings settings(String name, String value) {
        return new Settings(Map.of(name, value));
    }
}
