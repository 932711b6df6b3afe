package io.loomi.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cluster leaves behind whose command was killed with -9, and what only looks like it. */
class OrphanedInstancesTest {

    @TempDir
    private Path folder;

    private Process left;
    private Process other;

    @AfterEach
    void end() {
        left.destroyForcibly();
        other.destroyForcibly();
    }

    @Test
    void endsTheInstancesOfTheSameFolderAndNoOthers() throws IOException {
        left = waiting(OrphanedInstances.mark(folder));
        other = waiting(OrphanedInstances.mark(folder.resolve("another")));

        OrphanedInstances.stop(folder);

        assertThat(left.isAlive()).isFalse();
        assertThat(other.isAlive()).isTrue();
    }

    @Test
    void leavesAloneWhoeverGotTheNumberOfItsNginx() throws IOException {
        left = waiting("something else");
        other = waiting("something else");
        Path pid = folder.resolve("nginx/run/nginx.pid");
        Files.createDirectories(pid.getParent());
        Files.writeString(pid, left.pid() + "\n");

        OrphanedInstances.stop(folder);

        assertThat(left.isAlive()).isTrue();
        assertThat(pid).doesNotExist();
    }

    /** A process with this among its arguments, that waits for a word on its input. */
    private static Process waiting(String argument) throws IOException {
        return new ProcessBuilder("sh", "-c", "read word", "sh", argument).start();
    }
}
