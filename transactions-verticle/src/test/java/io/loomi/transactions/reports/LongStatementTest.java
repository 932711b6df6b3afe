package io.loomi.transactions.reports;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.testing.CuttableProxy;
import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.Bank;
import io.loomi.transactions.TestCustomer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A statement with more lines than the socket buffers can hold, so that the service is still writing while the client
 * reads.
 */
@Slow
class LongStatementTest {

    private static final int LINES = 30_000;
    private static final String QUERY = "?from=%s&to=%s"
            .formatted(Instant.now().minus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(1)));

    private static final String DATABASE = Bank.newDatabase();
    private static final CuttableProxy PROXY = CuttableProxy.to(DATABASE);
    private static final Bank BANK = Bank.openWith(Map.of("DATABASE_URL", PROXY.in(DATABASE)));
    private static final TestCustomer ANA = BANK.customerWith("1.00");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeAll
    static void fill() {
        LedgerAudit.run(BANK.bench().vertx(), DATABASE, """
                INSERT INTO transactions (user_id, id, type, amount, description, status, correlation_id, sequence, balance_after,
                    created_at, updated_at, completed_at)
                  SELECT '%s', uuidv7(), 'credit', 1.00, repeat('x', 500), 'completed', 'seed', n + 1, n + 1, at, at, at
                    FROM generate_series(1, %d) AS n, LATERAL (SELECT now() + n * interval '1 millisecond' AS at) AS t;
                UPDATE accounts SET balance = 1 + %2$d, sequence = 1 + %2$d,
                       updated_at = now() + %2$d * interval '1 millisecond'""".formatted(ANA.id(), LINES));
    }

    @AfterAll
    static void close() {
        BANK.close();
        PROXY.close();
    }

    @Test
    void isConsistentDespiteConcurrentMovements() throws Exception {
        try (BufferedReader reader = open("text/csv")) {
            reader.readLine();
            assertThat(ANA.credit("0.50")).hasStatus(201);
            List<String> rows = reader.lines().toList();

            assertThat(rows).hasSize(1 + 1 + LINES + 1);
            for (int i = 1; i <= LINES + 1; i++) {
                assertThat(rows.get(i)).startsWith(i + ",").endsWith("," + i + ".00");
            }
            assertThat(rows.getLast()).endsWith("," + (LINES + 1) + ".00");
        } finally {
            LedgerAudit.run(BANK.bench().vertx(), DATABASE, "DELETE FROM transactions WHERE sequence > " + (LINES + 1));
            LedgerAudit.run(
                    BANK.bench().vertx(),
                    DATABASE,
                    "UPDATE accounts SET balance = balance - 0.5, sequence = sequence - 1");
        }
    }

    @Test
    void isTruncatedWhenTheDatabaseIsLost() throws Exception {
        try (BufferedReader reader = open("application/json")) {
            reader.read();
            PROXY.cut();

            assertThatThrownBy(() -> reader.transferTo(java.io.Writer.nullWriter()))
                    .isInstanceOf(IOException.class);
        } finally {
            PROXY.restore();
            Awaitility.await().until(() -> ANA.account().status() == 200);
        }
    }

    @Test
    void limitsConcurrentStatementsOfOneCustomer() throws Exception {
        List<CompletableFuture<HttpResponse<InputStream>>> asked = Stream.generate(
                        () -> CLIENT.sendAsync(request("text/csv"), HttpResponse.BodyHandlers.ofInputStream()))
                .limit(100)
                .toList();
        long readers = 0;
        for (var answer : asked) {
            readers += answer.join().statusCode() == 200 ? 1 : 0;
        }
        for (var answer : asked) {
            answer.join().body().close();
        }

        assertThat(readers).isPositive().isLessThanOrEqualTo(2 * 2); // on each event loop
    }

    /** More readers than the limit, one after the other. */
    @Test
    void releasesTheLimitWhenReadersLeave() throws Exception {
        for (int i = 0; i < 100; i++) {
            try (BufferedReader reader = open("text/csv")) {
                reader.readLine();
            }
        }

        Awaitility.await().untilAsserted(() -> {
            for (int i = 0; i < 4; i++) { // on both event loops
                assertThat(StatementTest.statement(ANA, "?to=2021-01-01")).hasStatus(200);
            }
        });
    }

    private static BufferedReader open(String type) {
        return Awaitility.await()
                .until(() -> tryToOpen(type), Optional::isPresent)
                .orElseThrow();
    }

    private static HttpRequest request(String type) {
        return HttpRequest.newBuilder(BANK.api().uri("/api/reports/statement" + QUERY))
                .header("Authorization", "Bearer " + ANA.token())
                .header("Accept", type)
                .build();
    }

    /** Empty while too many statements are being read. The service notices a closed connection a little later. */
    private static Optional<BufferedReader> tryToOpen(String type) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = CLIENT.send(request(type), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() == 503) {
            answer.body().close();
            return Optional.empty();
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        return Optional.of(new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
    }
}
