package io.loomi.local;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.loomi.common.config.StartFailure;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.RawAnswers;
import io.loomi.common.testing.RevocationAssert;
import io.loomi.common.testing.SecurityHeaderCheck;
import io.loomi.common.testing.Slow;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Customers use the whole bank through its gateway. */
@Slow
class JourneyTest {

    @TempDir
    private static Path data;

    private static ListAppender<ILoggingEvent> lines;
    private static BankRun run;
    private static GatewayClient bank;

    @BeforeAll
    static void open() {
        lines = LogCapture.start();
        run = BankRun.on(data);
        bank = run.client();
    }

    @AfterAll
    static void close() {
        run.close();
    }

    @Test
    void registersSignsInMovesMoneyAndReadsItBack() {
        assertThat(bank.register("ana@example.com")).hasStatus(201);
        String token = bank.signIn("ana@example.com");

        Answer credit = bank.credit(token, "100.50");
        assertThat(credit).hasStatus(201);
        assertThat(bank.debit(token, "20.25")).hasStatus(201);
        assertThat(bank.debit(token, "1000.00")).isProblem(422, "insufficient-funds");

        assertThat(bank.account(token).body()).contains("\"balance\":80.25,");
        assertThat(bank.transactions()
                        .get(credit.header("Location"))
                        .as(token)
                        .send()
                        .json())
                .isEqualTo(credit.json());
        assertThat(bank.transactions()
                        .get("/api/transactions")
                        .as(token)
                        .send()
                        .json()
                        .getJsonArray("data"))
                .hasSize(3);
        assertThat(bank.customers().get("/api/users/me").as(token).send().json().getString("name"))
                .isEqualTo("Ana Souza");
    }

    @Test
    void staysSignedInByRefreshingAndSignsOut() {
        bank.register("eva@example.com");
        String refreshToken = bank.login("eva@example.com").json().getString("refreshToken");

        JsonObject next = bank.refresh(refreshToken).json();
        String token = next.getString("accessToken");
        assertThat(bank.credit(token, "10.00")).hasStatus(201);
        assertThat(bank.customers().post("/api/auth/logout").as(token).send()).hasStatus(204);

        assertThat(bank.customers().get("/api/users/me").as(token).send()).isProblem(401, "revoked-token");
        assertThat(bank.refresh(next.getString("refreshToken"))).isProblem(401, "invalid-refresh-token");
    }

    @Test
    void refusesARevokedTokenAtBothServicesAfterSignOut() {
        bank.register("fabio@example.com");
        String other = bank.signIn("fabio@example.com");
        for (int i = 0; i < 5; i++) {
            String token = bank.signIn("fabio@example.com");
            assertThat(bank.credit(token, "10.00")).hasStatus(201);

            assertThat(bank.customers().post("/api/auth/logout").as(token).send())
                    .hasStatus(204);

            assertThat(bank.credit(token, "10.00")).isProblem(401, "revoked-token");
        }
        assertThat(bank.account(other)).hasStatus(200);
    }

    @Test
    void refusesAnEndedSessionWithinASecondWhenRedisMissedTheRevocation() throws IOException {
        String id = bank.register("gil@example.com").json().getString("id");
        String token = bank.signIn("gil@example.com");
        assertThat(bank.account(token)).hasStatus(200);

        endSessionsInTheDatabase(id);

        RevocationAssert.assertRefusedWithinASecond(() -> bank.account(token));
    }

    /** Ends sessions as customers does, but without telling Redis. */
    private static void endSessionsInTheDatabase(String userId) throws IOException {
        String url = Files.readAllLines(data.resolve("connections")).stream()
                .filter(line -> line.startsWith("customers="))
                .map(line -> line.substring("customers=".length()))
                .findFirst()
                .orElseThrow();
        Vertx vertx = Vertx.vertx();
        try {
            PgConnection.connect(vertx, PgConnectOptions.fromUri(url))
                    .compose(database -> database.preparedQuery("SELECT end_sessions($1, NULL)")
                            .execute(Tuple.of(UUID.fromString(userId))))
                    .await();
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void sendsMoneyToAnEmailAddress() {
        bank.register("carla@example.com");
        bank.register("dani@example.com");
        String carla = bank.signIn("carla@example.com");
        bank.credit(carla, "10.00");

        assertThat(bank.transfer(carla, "Dani@Example.com", "2.50")).hasStatus(201);
        assertThat(bank.transfer(carla, "nobody@example.com", "2.50")).isProblem(422, "unknown-recipient");

        assertThat(bank.account(carla).body()).contains("\"balance\":7.50,");
        assertThat(bank.account(bank.signIn("dani@example.com")).body()).contains("\"balance\":2.50,");
    }

    @Test
    void carriesTheCorrelationIdThroughBothServicesAndTheCallBetweenThem() {
        bank.register("bia@example.com");
        String token = bank.signIn("bia@example.com");

        Answer answer = bank.transactions()
                .post("/api/transactions")
                .as(token)
                .header("X-Correlation-ID", "journey-42")
                .json("{\"type\": \"credit\", \"amount\": 1}");

        assertThat(answer).hasStatus(201).hasHeader("X-Correlation-ID", "journey-42");
        // customers logs the id only if the call between the services carries it
        Awaitility.await()
                .untilAsserted(() -> assertThat(List.copyOf(lines.list).stream()
                                .map(ILoggingEvent::getMDCPropertyMap)
                                .filter(context -> "journey-42".equals(context.get("correlationId")))
                                .map(context -> context.get("service")))
                        .contains("customers", "transactions"));
    }

    @Test
    void replacesTheClientsForwardedAddress() {
        bank.customers()
                .get("/.well-known/jwks.json")
                .header("X-Correlation-ID", "forged-1")
                .header("X-Forwarded-For", "198.51.100.1")
                .send();

        Awaitility.await()
                .untilAsserted(() -> assertThat(List.copyOf(lines.list).stream()
                                .filter(line -> "forged-1"
                                        .equals(line.getMDCPropertyMap().get("correlationId")))
                                .flatMap(line -> line.getKeyValuePairs().stream())
                                .filter(pair -> pair.key.equals("clientAddress"))
                                .map(pair -> pair.value))
                        .containsExactly("127.0.0.1"));
    }

    @Test
    void servesOnlyTheRoutesOfNginx() {
        assertThat(bank.customers().get("/health").send().body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(bank.customers().get("/.well-known/jwks.json").send()).hasStatus(200);
        assertThat(bank.customers().get("/docs/").send()).hasStatus(200);
        assertThat(bank.customers().get("/docs/customers.yaml").send().body()).contains("title: Loomi customers");
        assertThat(bank.customers().get("/docs/transactions.yaml").send().body())
                .contains("title: Loomi transactions");
        for (String path :
                List.of("/", "/metrics", "/api/usersX", "/api", "/openapi.yaml", "/api/users/../../metrics")) {
            assertThat(bank.customers().get(path).send()).isProblem(404, "not-found");
        }
    }

    @Test
    void setsTheSecurityHeadersOnEveryAnswer() {
        SecurityHeaderCheck.check(bank.customers().get("/health").send());
        SecurityHeaderCheck.check(bank.customers().get("/nothing").send());
        SecurityHeaderCheck.check(bank.customers().get("/api/users/me").send());
        SecurityHeaderCheck.check(bank.customers().post("/api/users").json("x".repeat(70_000)));
        SecurityHeaderCheck.checkPage(bank.customers().get("/docs/").send());
        assertThat(RawAnswers.to(
                        bank.customers().uri("/"),
                        "GET / HTTP/1.1\r\nHost: a\r\nX-Large: " + "x".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("urn:loomi:problem:headers-too-large")
                .containsIgnoringCase("x-content-type-options: nosniff");
    }

    @Test
    void limitsBodiesAtTheGateway() {
        assertThat(bank.customers().post("/api/users").json("x".repeat(70_000))).isProblem(413, "body-too-large");
    }

    @Test
    void doesNotShareItsDataWithASecondBank() {
        assertThatThrownBy(() -> BankRun.on(data))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("The data in %s is in use", data);
    }
}
