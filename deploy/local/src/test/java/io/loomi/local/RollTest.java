package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code deploy/docker/roll} with a fake Docker that records its commands. */
@Slow
class RollTest {

    /** Two running instances, and two new ones after `up`; all are healthy. */
    private static final String DOCKER = """
        #!/bin/sh
        case "$*" in
          'compose rm -f '*) ;;
          'compose ps -q '*) echo old1; echo old2 ;;
          'compose ps -aq '*) echo old1; echo old2; [ ! -e up ] || { echo new1; echo new2; } ;;
          'compose up '*) touch up; echo "$*" >>calls ;;
          'inspect -f {{.State.Health.Status}} '*) echo healthy; echo healthy ;;
          'inspect -f '*' old1') echo 'bank 172.29.80.3'; echo ;;
          'inspect -f '*' old2') echo 'bank 172.29.80.4'; echo ;;
          *) echo "$*" >>calls ;;
        esac
        """;

    @TempDir
    private Path folder;

    @Test
    void removesOldInstancesFromDnsBeforeItStopsThem() throws Exception {
        assertThat(roll()).isZero();

        assertThat(Files.readAllLines(folder.resolve("calls")))
                .containsExactly(
                        "compose up -d --no-deps --no-recreate --scale transactions-service=4 transactions-service",
                        "network disconnect bank old1",
                        "network connect --ip 172.29.80.3 bank old1",
                        "network disconnect bank old2",
                        "network connect --ip 172.29.80.4 bank old2",
                        "sleep 6",
                        "stop -t 30 old1",
                        "rm old1",
                        "stop -t 30 old2",
                        "rm old2");
    }

    private int roll() throws IOException, InterruptedException {
        program(
                "docker",
                DOCKER.replace("calls", folder.resolve("calls").toString())
                        .replace(" up;", " " + folder.resolve("up") + ";")
                        .replace("-e up ", "-e " + folder.resolve("up") + " "));
        program("sleep", "#!/bin/sh\necho sleep $1 >>" + folder.resolve("calls") + "\n");
        ProcessBuilder builder = new ProcessBuilder(
                List.of("bash", Path.of("../docker/roll").toAbsolutePath().toString(), "transactions-service"));
        builder.environment().merge("PATH", folder + ":", (path, ours) -> ours + path);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private void program(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
