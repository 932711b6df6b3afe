package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.ContractClient;
import io.loomi.local.Expression.Wanted;
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

/** Panels and rules ask for what there is: a figure that is renamed must not leave an empty panel or a silent alert. */
class DashboardsTest {

    private static final Path FOLDER = Path.of("../observability");

    /** Told by a service only where it shows a certificate or is in a cluster, and by who watches. */
    private static final Set<String> ELSEWHERE = Set.of(
            "loomi_tls_certificate_days",
            "loomi_cluster_members",
            "loomi_bus_questions_total",
            "prometheus_notifications_errors_total",
            "alertmanager_notifications_failed_total",
            "probe_success",
            "probe_http_status_code",
            "probe_ssl_earliest_cert_expiry");

    /** Given to every series by Prometheus. */
    private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

    private static final Pattern RECORDED = Pattern.compile("record: (\\S+)");
    private static final Pattern FIGURE = Pattern.compile("`((?:loomi|vertx|jvm|process|system|disk)_[a-z_]+)");
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
            leave(customers);
            Awaitility.await("what services ask for every five seconds")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> figures("customers", customers).stream()
                            .anyMatch(series -> series.has("route", "/api/erasures"::equals)));
            Awaitility.await("a request that was broken off")
                    .until(() -> figures("customers", customers).stream()
                            .anyMatch(series -> series.name().equals("vertx_http_server_request_resets_total")));
            told.addAll(figures("customers", customers));
            told.addAll(figures("transactions", transactions));
        }
        told.addAll(told("vertx_http_server_requests_total").stream()
                .map(series -> series.with("code", "503")) // which is not to be had from a bank that is well
                .toList());
    }

    @Test
    void askOnlyForWhatTheServicesTell() throws IOException {
        Set<String> asked = new TreeSet<>();
        expressions().forEach(expression -> asked.addAll(expression.names()));

        assertThat(asked).hasSizeGreaterThan(30).isSubsetOf(known());
    }

    @Test
    void areCalledInTheTextsWhatTheyAre() throws IOException {
        Set<String> named = texts().flatMap(
                        text -> FIGURE.matcher(text).results().map(found -> found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named)
                .hasSizeGreaterThan(15)
                .allSatisfy(name ->
                        assertThat(known()).anyMatch(known -> known.equals(name) || known.startsWith(name + "_")));
    }

    private static Set<String> known() throws IOException {
        Set<String> known = told.stream().map(Series::name).collect(Collectors.toCollection(TreeSet::new));
        RECORDED.matcher(rules()).results().map(found -> found.group(1)).forEach(known::add);
        known.addAll(ELSEWHERE);
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
    void lookAtLabelsThatThereAre() throws IOException {
        List<Wanted> selectors = expressions()
                .flatMap(Expression::selectors)
                .filter(wanted -> !told(wanted.name()).isEmpty())
                .toList();

        assertThat(selectors)
                .hasSizeGreaterThan(50)
                .allSatisfy(wanted -> assertThat(told(wanted.name()))
                        .anyMatch(series -> wanted.conditions().stream()
                                .allMatch(condition -> series.has(condition.label(), condition::isMet))));
    }

    /** Also those to leave out: a word for nothing leaves nothing out. */
    @Test
    void nameValuesThatThereAre() throws IOException {
        Set<String> missing = new TreeSet<>();
        expressions()
                .flatMap(Expression::selectors)
                .filter(wanted -> !told(wanted.name()).isEmpty())
                .forEach(wanted -> wanted.conditions()
                        .forEach(condition -> condition
                                .named()
                                .filter(value -> told(wanted.name()).stream()
                                        .noneMatch(
                                                series -> series.has(condition.label(), found -> found.matches(value))))
                                .forEach(value -> missing.add(wanted.name() + " " + condition.label() + " " + value))));

        assertThat(missing).isEmpty();
    }

    private static List<Series> told(String name) {
        return told.stream().filter(series -> series.name().equals(name)).toList();
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

    private static void live(GatewayClient bank) {
        bank.register("ana@example.com");
        bank.register("bea@example.com");
        String token = bank.signIn("ana@example.com");
        bank.credit(token, "10.00");
        bank.debit(token, "100.00");
        bank.transfer(token, "bea@example.com", "1.00");
        bank.account(token);
        bank.transactions().get("/api/reports/statement").as(token).send();
    }

    /** In the middle of a request. */
    private static void leave(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write("POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"
                            .getBytes(StandardCharsets.US_ASCII));
        }
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
                        Boards.panels().stream().flatMap(Boards::expressions))
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
