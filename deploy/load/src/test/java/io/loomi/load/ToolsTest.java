package io.loomi.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {

    @TempDir
    Path folder;

    @Test
    void findsPgbenchInDebiansFolder() throws IOException {
        Path wrk = program("bin/wrk");
        program("postgresql/9/bin/pgbench");
        Path newest = program("postgresql/15/bin/pgbench");
        program("postgresql/14/bin/pgbench");

        assertThat(Tools.find(folder.resolve("bin").toString(), folder.resolve("postgresql")))
                .isEqualTo(new Tools(wrk, newest));
    }

    @Test
    void saysWhatToInstall() throws IOException {
        String path = folder.resolve("bin").toString();

        assertThatThrownBy(() -> Tools.find(path, folder.resolve("none")))
                .isInstanceOf(StartFailure.class)
                .hasMessage("The bench needs wrk: install it (Debian: apt-get install wrk).");
        program("bin/wrk");
        assertThatThrownBy(() -> Tools.find(path, folder.resolve("none")))
                .hasMessage("The bench needs pgbench: install it (Debian: apt-get install postgresql).");
    }

    private Path program(String name) throws IOException {
        Path program = folder.resolve(name);
        Files.createDirectories(program.getParent());
        Files.createFile(program);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }
}
