package io.loomi.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stops the processes of a killed cluster (kill -9), and no similar ones. */
@Slow
class OrphanedInstancesTest {

    @TempDir
    private Path folder;

    private Process orphan;
    private Process other;

    @AfterEach
    void end() {
        orphan.destroyForcibly();
        other.destroyForcibly();
    }

    @Test
    void stopsOnlyTheInstancesOfTheFolder() throws IOException {
        orphan = waiting(OrphanedInstances.mark(folder));
        other = waiting(OrphanedInstances.mark(folder.resolve("another")));

        OrphanedInstances.stop(folder);

        assertThat(orphan.isAlive()).isFalse();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void ignoresAnUnrelatedProcessWithNginxsPid() throws IOException {
        orphan = waiting("something else");
        other = waiting("something else");
        Path pid = folder.resolve("nginx/run/nginx.pid");
        Files.createDirectories(pid.getParent());
        Files.writeString(pid, orphan.pid() + "\n");

        OrphanedInstances.stop(folder);

        assertThat(orphan.isAlive()).isTrue();
        assertThat(pid).doesNotExist();
    }

    /** Starts a process with this argument that waits for input. */
    private static Process waiting(String argument) throws IOException {
        return new ProcessBuilder("sh", "-c", "read word", "sh", argument).start();
    }
}
