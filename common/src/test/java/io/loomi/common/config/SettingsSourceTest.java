package io.loomi.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Settings come from a YAML file and from the environment, which wins. */
@ExtendWith(VertxExtension.class)
class SettingsSourceTest {

    private static final Setting<Integer> PORT = Setting.of("HTTP_PORT", SettingFormat.PORT, "where it listens");
    private static final Setting<String> NAME = Setting.of("NAME", SettingFormat.TEXT, "what it is called");
    private static final List<Setting<?>> KNOWN = List.of(PORT, NAME, SettingsSource.CONFIG_FILE);

    @TempDir
    private Path folder;

    private Vertx vertx;

    @BeforeEach
    void useVertx(Vertx vertx) {
        this.vertx = vertx;
    }

    @Test
    void needsNoFile() {
        assertThat(read(Map.of("HTTP_PORT", "3001")).get(PORT)).isEqualTo(3001);
    }

    @Test
    void takesFromTheFileWhatTheEnvironmentDoesNotSay() {
        Settings settings = readWith("HTTP_PORT: 4000\nNAME: from the file\n", Map.of("HTTP_PORT", "5000"));

        assertThat(settings.get(PORT)).isEqualTo(5000);
        assertThat(settings.get(NAME)).isEqualTo("from the file");
    }

    @Test
    void takesAnEmptyFileForNoSettings() {
        assertThat(readWith("", Map.of("HTTP_PORT", "5000")).get(PORT)).isEqualTo(5000);
    }

    @Test
    void refusesAKeyOfTheFileThatIsNoSetting() {
        assertThatThrownBy(() -> readWith("HTTP_PROT: 4000\n", Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("\"HTTP_PROT\" in ")
                .hasMessageEndingWith(" is not a setting.");
    }

    @Test
    void refusesANameOfTheEnvironmentThatLooksLikeOurs() {
        assertThatThrownBy(() -> read(Map.of("LOOMI_PORT", "1")))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("LOOMI_PORT is not a setting");
    }

    @Test
    void saysThatAFileIsMissing() {
        assertThatThrownBy(() -> read(Map.of("LOOMI_CONFIG", "/nowhere/loomi.yaml")))
                .isInstanceOf(StartFailure.class)
                .hasMessage("LOOMI_CONFIG names \"/nowhere/loomi.yaml\", which cannot be read: "
                        + "name a YAML file or unset it.");
    }

    @Test
    void saysThatAFileIsNotYaml() {
        assertThatThrownBy(() -> readWith("a: [1, 2\nb: }", Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageEndingWith("which is not valid YAML.");
    }

    @Test
    void saysThatAFileHoldsNoSettings() {
        assertThatThrownBy(() -> readWith("- a\n- b\n", Map.of())).isInstanceOf(StartFailure.class);
    }

    private Settings readWith(String yaml, Map<String, String> environment) {
        try {
            Path file = Files.writeString(folder.resolve("loomi.yaml"), yaml);
            Map<String, String> withFile = new HashMap<>(environment);
            withFile.put("LOOMI_CONFIG", file.toString());
            return read(withFile);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private Settings read(Map<String, String> environment) {
        return SettingsSource.read(vertx, environment, KNOWN).await();
    }
}
