package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.Slow;
import io.loomi.local.Expression.Selector;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Panels and rules use existing metrics and labels: a renamed metric must not leave an empty panel or a silent alert. */
@Slow
class DashboardsTest {

    private static final Path FOLDER = Path.of("../observability");

    /** Metrics that a service has only with TLS or in a cluster, and metrics of the monitoring programs. */
    private static final Set<String> NOT_SCRAPED_HERE = Set.of(
            "loomi_tls_certificate_expiry_timestamp_seconds",
            "loomi_cluster_members",
            "loomi_bus_requests_total",
            "prometheus_notifications_errors_total",
            "alertmanager_notifications_failed_total",
            "probe_success",
            "probe_http_status_code",
            "probe_ssl_earliest_cert_expiry");

    /** Labels that Prometheus adds to every series. */
    private static final Set<String> PROMETHEUS_LABELS = Set.of("job", "instance");

    private static final Pattern RECORDED = Pattern.compile("record: (\\S+)");
    private static final Pattern METRIC = Pattern.compile("`((?:loomi|vertx|jvm|process|system|disk)_[a-z_]+)");
    private static final Pattern EXPRESSION = Pattern.compile("expr: (?:\\|\\n((?: {10}.*\\n)+)|(.*)\\n)");

    @TempDir
    private static Path data;

    private static final List<Series> scraped = new ArrayList<>();

    @BeforeAll
    static void scrapeAUsedBank() throws IOException {
        int customers = freePort();
        int transactions = freePort();
        Map<String, String> ports =
                Map.of("CUSTOMERS_PORT", String.valueOf(customers), "TRANSACTIONS_PORT", String.valueOf(transactions));
        try (BankRun run = BankRun.on(data, ports)) {
            use(run.client());
            abortRequest(customers);
            Awaitility.await("a periodic call between the services")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> scrape("customers", customers).stream()
                            .anyMatch(series -> series.has("route", "/api/erasures"::equals)));
            Awaitility.await("an aborted request")
                    .until(() -> scrape("customers", customers).stream()
                            .anyMatch(series -> series.name().equals("vertx_http_server_request_resets_total")));
            scraped.addAll(scrape("customers", customers));
            scraped.addAll(scrape("transactions", transactions));
        }
        scraped.addAll(scraped("vertx_http_server_requests_total").stream()
                .map(series -> series.with("code", "503")) // a healthy bank does not answer 503
                .toList());
    }

    @Test
    void useOnlyExistingMetrics() throws IOException {
        Set<String> asked = new TreeSet<>();
        expressions().forEach(expression -> asked.addAll(expression.names()));

        assertThat(asked).hasSizeGreaterThan(30).isSubsetOf(known());
    }

    @Test
    void haveTheNamesThatTheDocumentationUses() throws IOException {
        Set<String> named = texts().flatMap(
                        text -> METRIC.matcher(text).results().map(found -> found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named)
                .hasSizeGreaterThan(15)
                .allSatisfy(name ->
                        assertThat(known()).anyMatch(known -> known.equals(name) || known.startsWith(name + "_")));
    }

    private static Set<String> known() throws IOException {
        Set<String> known = scraped.stream().map(Series::name).collect(Collectors.toCollection(TreeSet::new));
        RECORDED.matcher(rules()).results().map(found -> found.group(1)).forEach(known::add);
        known.addAll(NOT_SCRAPED_HERE);
        return known;
    }

    private static Stream<String> texts() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../../docs"))) {
            return Stream.concat(files, Stream.of(Path.of("../../README.md")))
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(DashboardsTest::text)
                    .toList()
                    .stream();
        }
    }

    @Test
    void selectExistingSeries() throws IOException {
        List<Selector> selectors = expressions()
                .flatMap(Expression::selectors)
                .filter(selector -> !scraped(selector.name()).isEmpty())
                .toList();

        assertThat(selectors)
                .hasSizeGreaterThan(50)
                .allSatisfy(selector -> assertThat(scraped(selector.name()))
                        .anyMatch(series -> selector.matchers().stream()
                                .allMatch(matcher -> series.has(matcher.label(), matcher::matches))));
    }

    /** Includes negative matchers: a value that does not exist excludes nothing. */
    @Test
    void nameExistingLabelValues() throws IOException {
        Set<String> missing = new TreeSet<>();
        expressions()
                .flatMap(Expression::selectors)
                .filter(selector -> !scraped(selector.name()).isEmpty())
                .forEach(selector -> selector.matchers()
                        .forEach(matcher -> matcher.values()
                                .filter(value -> scraped(selector.name()).stream()
                                        .noneMatch(
                                                series -> series.has(matcher.label(), found -> found.matches(value))))
                                .forEach(value -> missing.add(selector.name() + " " + matcher.label() + " " + value))));

        assertThat(missing).isEmpty();
    }

    private static List<Series> scraped(String name) {
        return scraped.stream().filter(series -> series.name().equals(name)).toList();
    }

    @Test
    void groupByExistingLabels() throws IOException {
        assertThat(expressions()).allSatisfy(expression -> {
            Set<String> labels = new TreeSet<>(PROMETHEUS_LABELS);
            scraped.stream()
                    .filter(series -> expression.names().contains(series.name()))
                    .forEach(series -> labels.addAll(series.labels().keySet()));
            if (labels.size() > PROMETHEUS_LABELS.size()) {
                assertThat(labels).containsAll(expression.groupings());
            }
        });
    }

    private static void use(GatewayClient bank) {
        bank.register("ana@example.com");
        bank.register("bea@example.com");
        String token = bank.signIn("ana@example.com");
        bank.credit(token, "10.00");
        bank.debit(token, "100.00");
        bank.transfer(token, "bea@example.com", "1.00");
        bank.account(token);
        bank.transactions().get("/api/reports/statement").as(token).send();
    }

    /** Closes the connection in the middle of a request. */
    private static void abortRequest(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"
                            .getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static List<Series> scrape(String service, int port) {
        return new ContractClient(service, URI.create("http://127.0.0.1:" + port))
                .get("/metrics")
                .send()
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(Series::parse)
                .toList();
    }

    /** The expressions of all rules and panels. */
    private static Stream<Expression> expressions() throws IOException {
        return Stream.concat(
                        EXPRESSION
                                .matcher(rules())
                                .results()
                                .map(found -> found.group(1) != null ? found.group(1) : found.group(2)),
                        Dashboards.panels().stream().flatMap(Dashboards::expressions))
                .map(Expression::new);
    }

    private static String rules() throws IOException {
        return Files.readString(FOLDER.resolve("prometheus/rules.yml"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
