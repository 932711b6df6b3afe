package io.loomi.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.StartFailure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterOptionsTest {

    @Test
    void startsTwoInstancesByDefault() {
        assertThat(options())
                .isEqualTo(new ClusterOptions(2, 8080, Path.of(".loomi").toAbsolutePath()));
        assertThat(options("--data", "/tmp/a/../b", "--size", "3", "--port", "18080"))
                .isEqualTo(new ClusterOptions(3, 18080, Path.of("/tmp/b")));
    }

    @Test
    void rejectsInvalidOptionsInOneSentence() {
        for (List<String> wrong : List.of(
                List.of("--size"),
                List.of("--instances", "2"),
                List.of("2"),
                List.of("--size", "0"),
                List.of("--size", "9"),
                List.of("--size", "two"),
                List.of("--port", "0"))) {
            assertThatThrownBy(() -> ClusterOptions.from(wrong))
                    .as("%s", wrong)
                    .isInstanceOf(StartFailure.class)
                    .hasMessageNotContaining("\n");
        }
    }

    private static ClusterOptions options(String... arguments) {
        return ClusterOptions.from(List.of(arguments));
    }
}
