package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first page stays short, and its requests work. */
@Slow
class ReadmeTest {

    private static final int MAX_LINES = 60;

    @TempDir
    private Path folder;

    @Test
    void fitsOnAScreen() throws Exception {
        assertThat(Files.readAllLines(Shell.PROJECT.resolve("README.md"))).hasSizeLessThanOrEqualTo(MAX_LINES);
    }

    @Test
    void showsWhatUpPrints() throws Exception {
        String picture = Files.readString(Shell.PROJECT.resolve("docs/running.svg"));

        assertThat(Banner.text(8080, LocalOptions.from(List.of("--data", "/home/ana/loomi/.loomi"), Map.of()))
                        .lines()
                        .takeWhile(line -> !line.startsWith("Try it"))
                        .filter(line -> !line.isBlank()))
                .hasSizeGreaterThan(5)
                .allSatisfy(line -> assertThat(picture).contains(">" + line + "</text>"));
    }

    @Test
    void showsRequestsThatWork() throws Exception {
        try (BankRun run = BankRun.on(folder.resolve("data"))) {
            String gateway = run.client().customers().uri("/").getAuthority();
            DemoUser.ensure("127.0.0.1", run.client().customers().uri("/").getPort());
            String requests = Shell.blocks("README.md")
                    .filter(block -> block.contains("curl"))
                    .findFirst()
                    .orElseThrow();

            String printed =
                    Shell.bash(folder.resolve("output"), Map.of(), "-ec", requests.replace("localhost:8080", gateway));

            assertThat(printed).contains("\"balance\":100.50,");
        }
    }
}
