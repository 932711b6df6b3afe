package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.contract.Contract;
import io.loomi.common.testing.Slow;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert has a runbook entry and tests, and uses jobs and labels that exist. */
@Slow
class AlertsTest {

    private static final Path PROMETHEUS = Path.of("../observability/prometheus");
    private static final Pattern ALERT =
            Pattern.compile("- alert: (\\w+)(?:(?!- alert:).)*?runbook: docs/runbook\\.md#(\\S+)", Pattern.DOTALL);

    record Alert(String name, String anchor) {}

    static Stream<Alert> alerts() throws IOException {
        return ALERT.matcher(Files.readString(PROMETHEUS.resolve("rules.yml")))
                .results()
                .map(found -> new Alert(found.group(1), found.group(2)));
    }

    @Test
    void linkToTheRunbook() throws IOException {
        long written = Files.readString(PROMETHEUS.resolve("rules.yml"))
                .lines()
                .filter(line -> line.contains("- alert: "))
                .count();

        assertThat(alerts()).hasSize((int) written).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void haveARunbookEntryEach(Alert alert) throws IOException {
        String runbook = Files.readString(Path.of("../../docs/runbook.md"));
        assertThat(alert.anchor()).isEqualTo(alert.name().toLowerCase(java.util.Locale.ROOT));
        assertThat(runbook).contains("\n## " + alert.name() + "\n");

        String paragraph = runbook.substring(runbook.indexOf("\n## " + alert.name() + "\n") + 1);
        int next = paragraph.indexOf("\n## ");
        assertThat(next < 0 ? paragraph : paragraph.substring(0, next))
                .contains("**What it means.**", "**What to look at.**", "**What to do.**");
    }

    /** All alerts but the Watchdog, which always fires. */
    static Stream<Alert> testedAlerts() throws IOException {
        return alerts().filter(alert -> !alert.name().equals("Watchdog"));
    }

    @ParameterizedTest
    @MethodSource("testedAlerts")
    void areTestedToFireAndNotToFire(Alert alert) throws IOException {
        String cases = Files.readString(PROMETHEUS.resolve("rules-test.yml"))
                + Files.readString(PROMETHEUS.resolve("rules-days-test.yml"));

        assertThat(cases)
                .containsPattern("alertname: " + alert.name() + "\\s+eval_time: \\w+\\s+exp_alerts:\\s+- exp_labels")
                .containsPattern("alertname: " + alert.name() + "\\s+eval_time: \\w+\\s+exp_alerts: \\[]");
    }

    /** Calls between services are frequent and succeed: they would dilute the error rate of customers' requests. */
    @Test
    void excludeCallsBetweenServices() throws IOException {
        String selectors = Files.readString(PROMETHEUS.resolve("rules.yml"))
                + Files.readString(PROMETHEUS.resolve("../grafana/dashboards/service.json"));

        List<String> excluded =
                all("route!~\\\\?\"([^\"\\\\]+)", selectors).distinct().toList();

        assertThat(excluded).as("the same everywhere").hasSize(1);
        assertThat(excluded.getFirst().split("\\|", -1)).contains(internalPaths());
    }

    /** A client that reads a statement slowly does not make the service slow. Failed statements still count as errors. */
    @Test
    void excludeTheStatementFromResponseTimesOnly() throws IOException {
        List<String> without = Files.readString(PROMETHEUS.resolve("rules.yml"))
                .lines()
                .filter(line -> line.contains("route!=\""))
                .toList();

        assertThat(without).singleElement().asString().contains("response_time", "route!=\"/api/reports/statement\"");
    }

    private static String[] internalPaths() throws IOException {
        try (InputStream contract = AlertsTest.class.getResourceAsStream("/customers/openapi.yaml")) {
            JsonObject paths =
                    Contract.parse(Buffer.buffer(contract.readAllBytes())).getJsonObject("paths");
            String[] found = paths.fieldNames().stream()
                    .filter(path -> paths.getJsonObject(path).toString().contains("\"x-internal\":true"))
                    .toArray(String[]::new);
            assertThat(found).isNotEmpty();
            return found;
        }
    }

    @Test
    void useExistingJobsAndModules() throws IOException {
        String prometheus = Files.readString(PROMETHEUS.resolve("prometheus.yml"));
        String blackbox = Files.readString(PROMETHEUS.resolve("../blackbox/blackbox.yml"));

        assertThat(all("\\bjob=~?\"([^\"]+)\"", Files.readString(PROMETHEUS.resolve("rules.yml")))
                        .flatMap(jobs -> Stream.of(jobs.split("\\|", -1))))
                .contains("ready", "through-nginx", "through-nginx-tls")
                .isSubsetOf(all("job_name: (\\S+)", prometheus).toList());
        assertThat(all("module: \\[(\\w+)]", prometheus))
                .isNotEmpty()
                .allSatisfy(module -> assertThat(blackbox).contains("\n  " + module + ":\n"));
    }

    private static Stream<String> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(found -> found.group(1));
    }

    @Test
    void passPromtoolsTests() throws Exception {
        assertThat(promtool("check", "rules", "rules.yml")).contains("SUCCESS");
        assertThat(promtool("test", "rules", "rules-test.yml", "rules-days-test.yml"))
                .contains("SUCCESS")
                .doesNotContain("FAILED");
    }

    private static String promtool(String... arguments) throws Exception {
        Assumptions.assumeTrue(
                Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool"))),
                "promtool, of Prometheus, is not installed");
        Process process = new ProcessBuilder(Stream.concat(Stream.of("promtool"), List.of(arguments).stream())
                        .toList())
                .directory(PROMETHEUS.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
