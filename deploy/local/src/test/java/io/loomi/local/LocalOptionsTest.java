package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.StartFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalOptionsTest {

    @Test
    void hasDefaultsForEverything() {
        LocalOptions options = LocalOptions.from(List.of(), Map.of());

        assertThat(options.port()).isEqualTo(8080);
        assertThat(options.customersPort()).isEqualTo(3001);
        assertThat(options.transactionsPort()).isEqualTo(3002);
        assertThat(options.data()).isEqualTo(Path.of(".loomi").toAbsolutePath());
    }

    @Test
    void takesOptionsInAnyOrderAndTheLastWins() {
        LocalOptions options = LocalOptions.from(
                List.of("--data", "/tmp/a", "--port", "9", "--data", "/tmp/b"), Map.of("CUSTOMERS_PORT", "13001"));

        assertThat(options.port()).isEqualTo(9);
        assertThat(options.data()).isEqualTo(Path.of("/tmp/b"));
        assertThat(options.customersPort()).isEqualTo(13001);
    }

    @Test
    void rejectsInvalidOptions() {
        assertThatThrownBy(() -> LocalOptions.from(List.of("--port", "x"), Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessage("--port is \"x\", but must be a whole number from 0 to 65535.");
        assertThatThrownBy(() -> LocalOptions.from(List.of("--what"), Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessage("usage: ./loomi up [--port 8080] [--data DIR]");
        assertThatThrownBy(() -> LocalOptions.from(List.of("--what", "1"), Map.of()))
                .isInstanceOf(StartFailure.class);
    }
}
