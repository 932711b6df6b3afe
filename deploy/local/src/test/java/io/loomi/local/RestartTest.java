package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Committed data survives a stop and a kill. */
@Slow
class RestartTest {

    @TempDir
    private Path data;

    @Test
    void keepsCommittedDataAndStopsOrphansAfterAKill() throws Exception {
        Process killed = startInAnotherProcess();
        int port = portOf(killed);
        GatewayClient bank = new GatewayClient(port);
        bank.register("ana@example.com");
        String token = bank.signIn("ana@example.com");
        bank.credit(token, "100.50");
        assertThat(data.resolve("loomi.log")).content().contains("\"message\":\"Transaction created\"");
        long orphan = Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip());

        killed.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(orphan))
                .hasValueSatisfying(process -> assertThat(process.isAlive()).isTrue());

        try (BankRun again = BankRun.on(data)) {
            assertThat(again.client().account(token).body()).contains("\"balance\":100.50,");
            assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    @Test
    void keepsCommittedDataAfterAStop() {
        String token;
        try (BankRun bank = BankRun.on(data)) {
            bank.client().register("ana@example.com");
            token = bank.client().signIn("ana@example.com");
            bank.client().credit(token, "7.00");
        }
        try (BankRun bank = BankRun.on(data)) {
            assertThat(bank.client().account(token).body()).contains("\"balance\":7.00,");
        }
        assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    private Process startInAnotherProcess() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.loomi.local.LocalCommand",
                "--port",
                "0",
                "--data",
                data.toString());
        builder.environment().putAll(Map.of("CUSTOMERS_PORT", "0", "TRANSACTIONS_PORT", "0"));
        builder.redirectErrorStream(true);
        return builder.start();
    }

    private static int portOf(Process bank) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(bank.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            seen.append(line).append('\n');
            if (line.contains("health   http://localhost:")) {
                String address = line.substring(line.lastIndexOf(':') + 1);
                assertThat(seen).as("logs go to a separate file").doesNotContain("Database schema");
                return Integer.parseInt(address.substring(0, address.indexOf('/')));
            }
        }
        throw new AssertionError("the bank did not open: " + seen);
    }
}
