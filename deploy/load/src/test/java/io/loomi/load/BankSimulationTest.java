package io.loomi.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load test works, for one person; what many of them meet is for {@code ./loomi load} to say. */
class BankSimulationTest {

    @TempDir
    private Path folder;

    @Test
    void letsOnePersonDoEverythingAtABank() throws Exception {
        int port = freePort();
        Process bank = start(
                "bank",
                List.of(),
                "io.loomi.local.LocalCommand",
                "--port",
                String.valueOf(port),
                "--data",
                folder.resolve("data").toString());
        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() ->
                            !bank.isAlive() || Files.readString(output("bank")).contains("Ctrl-C"));
            Process visit = start(
                    "visit",
                    List.of("-Dloomi.url=http://127.0.0.1:" + port, "-Dloomi.profile=one"),
                    "io.gatling.app.Gatling",
                    "-s",
                    BankSimulation.class.getName(),
                    "-rf",
                    folder.resolve("report").toString(),
                    "-nr");

            assertThat(visit.waitFor(3, TimeUnit.MINUTES)).isTrue();

            String told = Files.readString(output("visit"));
            assertThat(visit.exitValue()).as(told).isZero();
            assertThat(told).contains("register", "sign in", "deposit", "transfer", "account", "history", "statement");
        } finally {
            bank.destroy();
            bank.waitFor(1, TimeUnit.MINUTES);
        }
    }

    private Process start(String name, List<String> properties, String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(properties);
        command.add(main);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output(name).toFile());
        builder.environment().put("CUSTOMERS_PORT", "0");
        builder.environment().put("TRANSACTIONS_PORT", "0");
        return builder.start();
    }

    private Path output(String name) {
        return folder.resolve(name + ".txt");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
