package io.loomi.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.StartFailure;
import io.loomi.common.testing.Slow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Slow
class RunningComponentsTest {

    private final List<String> stopped = new ArrayList<>();
    private final RunningComponents started = new RunningComponents();

    @TempDir
    Path folder;

    @Test
    void stopsInReverseOrderAndEachOnce() {
        String database = started.start(() -> "database", stopped::add);
        started.start(() -> "service", stopped::add);
        String wrk = started.start(() -> "wrk", stopped::add);

        started.stop(wrk);
        started.close();
        started.close();

        assertThat(stopped).containsExactly("wrk", "service", database);
    }

    @Test
    void stopsOnlyLaterComponents() {
        String database = started.start(() -> "database", stopped::add);
        started.start(() -> "service", stopped::add);
        started.start(() -> "gateway", stopped::add);

        started.stopAfter(database);

        assertThat(stopped).containsExactly("gateway", "service");
        started.close();
        assertThat(stopped).endsWith(database);
    }

    @Test
    void startsNothingAfterClose() {
        started.close();

        assertThatThrownBy(() -> started.start(() -> "late", stopped::add)).isInstanceOf(StartFailure.class);
        assertThat(started.isStopping()).isTrue();
    }

    @Test
    void reportsWhyAProgramFailed() {
        ChildProcess process = started.start(
                () -> ChildProcess.start(
                        "sh",
                        List.of("sh", "-c", "echo $GREETING; echo no such thing >&2; exit 3"),
                        Map.of("GREETING", "hello"),
                        folder,
                        folder.resolve("sh.log")),
                ChildProcess::close);

        assertThat(process.hasEndedWithin(Duration.ofSeconds(10))).isTrue();
        assertThatThrownBy(process::output).isInstanceOf(StartFailure.class).hasMessage("sh failed: no such thing");
        started.close();
    }

    @Test
    void stopsARunningProgram() {
        ChildProcess process = started.start(
                () -> ChildProcess.start(
                        "sleep", List.of("sleep", "60"), Map.of(), folder, folder.resolve("sleep.log")),
                ChildProcess::close);

        assertThat(process.hasEndedWithin(Duration.ofMillis(20))).isFalse();
        started.stop(process);
        assertThat(process.hasEndedWithin(Duration.ofSeconds(10))).isTrue();
    }
}
