package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.ContractClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Panels and rules ask for what there is: a figure that is renamed must not leave an empty panel or a silent alert. */
class DashboardsTest {

    private static final Path FOLDER = Path.of("../observability");

    /** Counted only where it applies: with TLS, or once transactions has a breaker. */
    private static final Set<String> SOMETIMES = Set.of("loomi_tls_certificate_days", "loomi_breaker_state");

    private static final Pattern NO_NAME =
            Pattern.compile("\\{[^}]*}|\"[^\"]*\"|\\[[^]]*]|\\b(?:by|without|on|ignoring)\\s*\\([^)]*\\)");

    private static final Pattern NAME = Pattern.compile("\\b[a-z][a-z0-9]*(?:[_:][a-z0-9_:]+)\\b(?!\\s*\\()");
    private static final Pattern RECORDED = Pattern.compile("record: (\\S+)");
    private static final Pattern EXPRESSION = Pattern.compile("expr: (?:\\|\\n((?: {10}.*\\n)+)|(.*)\\n)");

    @TempDir
    private Path data;

    @Test
    void askOnlyForWhatTheServicesTell() throws IOException {
        int customers = freePort();
        int transactions = freePort();
        Map<String, String> ports =
                Map.of("CUSTOMERS_PORT", String.valueOf(customers), "TRANSACTIONS_PORT", String.valueOf(transactions));
        Set<String> told = new TreeSet<>();
        try (BankRun run = BankRun.on(data, ports)) {
            live(run.client());
            told.addAll(figures("customers", customers));
            told.addAll(figures("transactions", transactions));
        }
        String rules = Files.readString(FOLDER.resolve("prometheus/rules.yml"));
        RECORDED.matcher(rules).results().map(found -> found.group(1)).forEach(told::add);

        Set<String> asked = new TreeSet<>();
        EXPRESSION.matcher(rules).results().map(DashboardsTest::either).forEach(text -> asked.addAll(names(text)));
        assertThat(asked).hasSizeGreaterThan(10);
        boards().flatMap(DashboardsTest::expressions).forEach(text -> asked.addAll(names(text)));
        asked.removeAll(SOMETIMES);

        assertThat(asked).hasSizeGreaterThan(30).isSubsetOf(told);
    }

    @Test
    void areWhole() throws IOException {
        assertThat(boards()).hasSize(3).allSatisfy(board -> {
            assertThat(board.getString("uid")).startsWith("loomi-");
            assertThat(board.getJsonArray("panels"))
                    .hasSizeGreaterThan(10)
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

    private static List<String> figures(String service, int port) {
        return new ContractClient(service, URI.create("http://127.0.0.1:" + port))
                .get("/metrics")
                .send()
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf('{')))
                .toList();
    }

    private static String either(MatchResult found) {
        return found.group(1) != null ? found.group(1) : found.group(2);
    }

    private static Set<String> names(String expression) {
        String bare = NO_NAME.matcher(expression).replaceAll(" ");
        Set<String> names = new TreeSet<>();
        NAME.matcher(bare).results().map(MatchResult::group).forEach(names::add);
        return names;
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
