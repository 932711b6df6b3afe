package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {

    @TempDir
    private Path folder;

    @Test
    void refusesTheDataOfAnotherVersion() throws IOException {
        Files.createDirectories(folder.resolve("postgres"));
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "15\n");

        assertThatThrownBy(() -> DataFolder.open(folder))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("was written by PostgreSQL 15 and this is 18");
    }

    @Test
    void refusesAFolderThatIsAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(StartFailure.class)
                .hasMessage("The data folder %s cannot be written: name another one with --data.", file);
    }

    @Test
    void removesAPidFileWhoseProcessIsSomethingElse() throws IOException {
        Path pidFile = Files.writeString(
                folder.resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n");

        assertThat(OrphanedProcess.stop(pidFile, "postgres")).isFalse();

        assertThat(pidFile).doesNotExist();
        assertThat(OrphanedProcess.stop(pidFile, "postgres")).isFalse();
    }
}
