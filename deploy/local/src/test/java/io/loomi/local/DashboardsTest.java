package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.ContractClient;
import io.loomi.local.Expression.Wanted;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Panels and rules ask for what there is: a figure that is renamed must not leave an empty panel or a silent alert. */
class DashboardsTest {

    private static final Path FOLDER = Path.of("../observability");

    /** Told by a service only where it shows a certificate, and by the prober of the profile {@code observability}. */
    private static final Set<String> ELSEWHERE = Set.of(
            "loomi_tls_certificate_days", "probe_success", "probe_http_status_code", "probe_ssl_earliest_cert_expiry");

    /** Given to every series by Prometheus. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    private static final Pattern RECORDED = Pattern.compile("record: (\\S+)");
    private static final Pattern EXPRESSION = Pattern.compile("expr: (?:\\|\\n((?: {10}.*\\n)+)|(.*)\\n)");

    @TempDir
    private static Path data;

    private static final List<Series> told = new ArrayList<>();

    @BeforeAll
    static void live() throws IOException {
        int customers = freePort();
        int transactions = freePort();
        Map<String, String> ports =
                Map.of("CUSTOMERS_PORT", String.valueOf(customers), "TRANSACTIONS_PORT", String.valueOf(transactions));
        try (BankRun run = BankRun.on(data, ports)) {
            live(run.client());
            told.addAll(figures("customers", customers));
            told.addAll(figures("transactions", transactions));
        }
    }

    @Test
    void askOnlyForWhatTheServicesTell() throws IOException {
        Set<String> known = told.stream().map(Series::name).collect(Collectors.toCollection(TreeSet::new));
        RECORDED.matcher(rules()).results().map(found -> found.group(1)).forEach(known::add);
        Set<String> asked = new TreeSet<>();
        expressions().forEach(expression -> asked.addAll(expression.names()));
        asked.removeAll(ELSEWHERE);

        assertThat(asked).hasSizeGreaterThan(30).isSubsetOf(known);
    }

    @Test
    void lookAtLabelsThatThereAre() throws IOException {
        List<Wanted> selectors = expressions()
                .flatMap(Expression::selectors)
                .filter(wanted -> told.stream().anyMatch(series -> series.name().equals(wanted.name())))
                .toList();

        assertThat(selectors)
                .hasSizeGreaterThan(50)
                .allSatisfy(wanted -> assertThat(told)
                        .anyMatch(series -> series.name().equals(wanted.name()) && series.has(wanted.labels())));
    }

    @Test
    void sumByLabelsThatThereAre() throws IOException {
        assertThat(expressions()).allSatisfy(expression -> {
            Set<String> labels = new TreeSet<>(OF_PROMETHEUS);
            told.stream()
                    .filter(series -> expression.names().contains(series.name()))
                    .forEach(series -> labels.addAll(series.labels().keySet()));
            if (labels.size() > OF_PROMETHEUS.size()) {
                assertThat(labels).containsAll(expression.groupings());
            }
        });
    }

    @Test
    void areWhole() throws IOException {
        assertThat(boards()).hasSize(3).allSatisfy(board -> {
            assertThat(board.getString("uid")).startsWith("loomi-");
            assertThat(objects(board.getJsonArray("panels")).map(panel -> panel.getInteger("id")))
                    .hasSizeGreaterThan(10)
                    .doesNotHaveDuplicates();
            assertThat(board.getJsonArray("panels"))
                    .allSatisfy(panel ->
                            assertThat(((JsonObject) panel).getString("title")).isNotBlank());
        });
    }

    private static void live(GatewayClient bank) {
        bank.register("ana@example.com");
        bank.register("bea@example.com");
        String token = bank.signIn("ana@example.com");
        bank.credit(token, "10.00");
        bank.debit(token, "100.00");
        bank.transfer(token, "bea@example.com", "1.00");
        bank.account(token);
    }

    private static List<Series> figures(String service, int port) {
        return new ContractClient(service, URI.create("http://127.0.0.1:" + port))
                .get("/metrics")
                .send()
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(Series::parse)
                .toList();
    }

    /** Of every rule and panel. */
    private static Stream<Expression> expressions() throws IOException {
        return Stream.concat(
                        EXPRESSION
                                .matcher(rules())
                                .results()
                                .map(found -> found.group(1) != null ? found.group(1) : found.group(2)),
                        boards().flatMap(DashboardsTest::expressions))
                .map(Expression::new);
    }

    private static String rules() throws IOException {
        return Files.readString(FOLDER.resolve("prometheus/rules.yml"));
    }

    private static Stream<JsonObject> boards() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER.resolve("grafana/dashboards"))) {
            return files.map(DashboardsTest::read).toList().stream();
        }
    }

    private static JsonObject read(Path file) {
        try {
            return new JsonObject(Files.readString(file));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static Stream<String> expressions(JsonObject board) {
        return objects(board.getJsonArray("panels"))
                .flatMap(panel -> objects(panel.getJsonArray("targets")))
                .map(target -> target.getString("expr"));
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
