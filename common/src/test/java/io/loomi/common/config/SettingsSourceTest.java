package io.loomi.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourceTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Setting<String> ISSUER =
            Setting.of("JWT_ISSUER", SettingFormat.TEXT, "who issues").orElse("loomi");
    private static final Setting<Integer> PORT =
            Setting.of("HTTP_PORT", SettingFormat.PORT, "where").orElse("1");
    private static final Setting<String> SECRET =
            Setting.of("CLIENT_SECRET", SettingFormat.TEXT, "what nobody sees").asSecret();
    private static final List<Setting<?>> KNOWN = List.of(ISSUER, PORT, SECRET, SettingsSource.CONFIG_FILE);

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void readsTheFileAndTheEnvironmentOverIt() throws IOException {
        String file = file("JWT_ISSUER: from-file\nHTTP_PORT: 4000\n");

        Settings settings = read(Map.of("LOOMI_CONFIG", file, "JWT_ISSUER", "from-environment"));

        assertThat(settings.get(ISSUER)).isEqualTo("from-environment");
        assertThat(settings.get(PORT)).isEqualTo(4000);
    }

    @Test
    void refusesAnUnknownNameInTheFile() throws IOException {
        String file = file("HTTP_PROT: 4000\n");

        assertThatThrownBy(() -> read(Map.of("LOOMI_CONFIG", file)))
                .isInstanceOf(StartFailure.class)
                .hasMessage("\"HTTP_PROT\" in %s is not a setting.", file);
    }

    @Test
    void reportsAnUnreadableFile() {
        assertThatThrownBy(() -> read(Map.of("LOOMI_CONFIG", "/no/such/file")))
                .hasMessage(
                        "LOOMI_CONFIG names \"/no/such/file\", which cannot be read: name a YAML file or unset it.");
    }

    @Test
    void reportsAFileThatIsNotYaml() throws IOException {
        String file = file("a: [b\n");

        assertThatThrownBy(() -> read(Map.of("LOOMI_CONFIG", file)))
                .hasMessage("LOOMI_CONFIG names \"%s\", which is not valid YAML.", file);
    }

    @Test
    void readsASecretFromItsFile() throws IOException {
        String file = Files.writeString(folder.resolve("secret"), "hunter2\n").toString();

        assertThat(read(Map.of("CLIENT_SECRET_FILE", file)).get(SECRET)).isEqualTo("hunter2");
        assertThat(read(Map.of("JWT_ISSUER_FILE", file)).get(ISSUER)).isEqualTo("loomi");
        assertThatThrownBy(() -> read(Map.of("CLIENT_SECRET_FILE", file, "CLIENT_SECRET", "hunter3")))
                .isInstanceOf(StartFailure.class)
                .hasMessage("CLIENT_SECRET and CLIENT_SECRET_FILE are both set: set one of them.");
        assertThatThrownBy(() -> read(Map.of("CLIENT_SECRET_FILE", "/no/such/file")))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "CLIENT_SECRET_FILE names \"/no/such/file\", which cannot be read: name a file that this user may read.");
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("loomi.yaml"), content).toString();
    }

    private static Settings read(Map<String, String> environment) {
        return SettingsSource.read(VERTX, environment, KNOWN).await();
    }
}
