package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/tour.sh works against a bank, and docs/tour.md shows the same lines. */
@Slow
class TourTest {

    private static final String SCRIPT = "docs/tour.sh";
    private static final String PAGE = "docs/tour.md";
    private static final Map<String, String> ADMINISTRATOR =
            Map.of("ADMIN_EMAIL", "admin@example.com", "ADMIN_PASSWORD", "staple of the bank");

    @TempDir
    private Path folder;

    @Test
    void runsFromRegistrationToTheAudit() throws Exception {
        String customersPort = String.valueOf(freePort());
        Map<String, String> settings = new HashMap<>(ADMINISTRATOR);
        settings.put("CUSTOMERS_PORT", customersPort);
        try (BankRun run = BankRun.on(folder.resolve("data"), settings)) {
            Map<String, String> environment = new HashMap<>(ADMINISTRATOR);
            environment.put("CUSTOMERS_URL", "http://127.0.0.1:" + customersPort);
            String gateway = "http://" + run.client().customers().uri("/").getAuthority();

            String printed = Shell.bash(folder.resolve("output"), environment, script().toString(), gateway);

            assertThat(printed)
                    .containsIgnoringCase("Idempotency-Replayed: true")
                    .contains("insufficient-funds", "\"balance\":85.50,", "# As an administrator", "# As a service")
                    .endsWith("The tour is complete.\n");
        }
    }

    @Test
    void showsTheLinesOfTheScript() throws IOException {
        assertThat(linesOfThePage()).hasSizeGreaterThan(60);
        assertThat(linesOfTheScript()).containsAll(linesOfThePage());
    }

    @Test
    void showsEveryRequestOfTheScript() throws IOException {
        List<String> requests = linesOfTheScript().stream()
                .filter(line -> line.contains("_URL/") || line.contains("$URL/"))
                .toList();

        assertThat(requests).hasSizeGreaterThan(30);
        assertThat(linesOfThePage()).containsAll(requests);
    }

    private static List<String> linesOfThePage() throws IOException {
        return Shell.blocks(PAGE)
                .flatMap(String::lines)
                .map(String::strip)
                .filter(line -> !line.startsWith(SCRIPT))
                .toList();
    }

    private static List<String> linesOfTheScript() throws IOException {
        return Files.readAllLines(script()).stream().map(String::strip).toList();
    }

    private static Path script() {
        return Shell.PROJECT.resolve(SCRIPT);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
