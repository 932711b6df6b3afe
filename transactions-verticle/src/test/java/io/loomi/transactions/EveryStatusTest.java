package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.ContractStatuses;
import io.loomi.common.testing.CuttableProxy;
import io.loomi.common.testing.ExhaustedRateLimits;
import io.loomi.common.testing.Slow;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Provokes every status in the contract once, and checks that every status has a scenario. */
@Slow
class EveryStatusTest {

    private static final String CREDIT = TestCustomer.body("credit", "1.00");
    private static final String LARGE = "{\"description\": \"" + "x".repeat(70_000) + "\"}";

    private static final String DATABASE = Bank.newDatabase();
    private static final CuttableProxy PROXY = CuttableProxy.to(DATABASE);
    private static final Bank CUT_OFF = Bank.openWith(Map.of("DATABASE_URL", PROXY.in(DATABASE)));

    private static final Bank LIMITED = Bank.openWith(Map.of("RATE_LIMIT", "on"));

    private static final BankWithUnansweredCommits LOST = new BankWithUnansweredCommits();

    private final Bank bank = Bank.shared();

    @AfterAll
    static void close() {
        LOST.close();
        LIMITED.close();
        CUT_OFF.close();
        PROXY.close();
    }

    @TestFactory
    Stream<DynamicTest> answersEveryStatusOfTheContract() {
        ContractStatuses statuses = ContractStatuses.of(bank.bench().vertx(), "transactions");
        posting(statuses);
        reading(statuses);
        new ActionStatuses(bank, LOST, EveryStatusTest::cutOff).addTo(statuses);
        new ReportStatuses(bank, EveryStatusTest::cutOff).addTo(statuses);
        new ClosureStatuses(bank, LOST, CUT_OFF, EveryStatusTest::cutOff).addTo(statuses);
        TestCustomer greedy = LIMITED.customer();
        statuses.onEvery(
                429, ExhaustedRateLimits.of(LIMITED.bench(), "transactions", greedy.id(), greedy.token())::ask);
        return statuses.tests();
    }

    @Test
    void recoversWhenTheDatabaseDoes() {
        TestCustomer ana = CUT_OFF.customerWith("1.00");
        cutOff(ana);
        try {
            assertThat(ana.credit("1.00")).isProblem(503, "unavailable").hasHeader("Retry-After", "1");
            Awaitility.await()
                    .until(() -> CUT_OFF.api().get("/health/ready").send().status() == 503);
        } finally {
            PROXY.restore();
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> ana.credit("1.00").status() == 201);
    }

    private void posting(ContractStatuses statuses) {
        UUID reader = bank.customers().register();
        statuses.on("postTransaction", 201, () -> bank.customer().post(CREDIT))
                .on("postTransaction", 202, EveryStatusTest::whileCustomersIsDown)
                .on("postTransaction", 400, () -> bank.customer().post("{}"))
                .on(
                        "postTransaction",
                        401,
                        () -> bank.api().post("/api/transactions").json(CREDIT))
                .on(
                        "postTransaction",
                        403,
                        () -> bank.with(reader, "read:transactions").post(CREDIT))
                .on(
                        "postTransaction",
                        406,
                        () -> bank.customer().posting().header("Accept", "a/b").json(CREDIT))
                .on("postTransaction", 409, EveryStatusTest::whileTheAccountIsLocked)
                .on("postTransaction", 413, () -> bank.customer().post(LARGE))
                .on(
                        "postTransaction",
                        415,
                        () -> bank.customer().posting().body("text/plain", "hello".getBytes(StandardCharsets.UTF_8)))
                .on("postTransaction", 422, () -> bank.customer().debit("1.00"))
                .on("postTransaction", 503, () -> cutOff(customer -> customer.post(CREDIT)))
                .on("postTransaction", 504, () -> {
                    TestCustomer ana = LOST.customerWith("1.00");
                    return LOST.during(() -> ana.post(CREDIT));
                });
    }

    private void reading(ContractStatuses statuses) {
        String nothing = "/api/transactions/" + UUID.randomUUID();
        UUID nobody = bank.customers().register();
        statuses.on("listTransactions", 200, () -> bank.customer().history(""))
                .on("listTransactions", 400, () -> bank.customer().history("?limit=0"))
                .on(
                        "listTransactions",
                        401,
                        () -> bank.api().get("/api/transactions").send())
                .on("listTransactions", 403, () -> bank.with(nobody).history(""))
                .on("listTransactions", 406, () -> notAcceptable("/api/transactions"))
                .on("listTransactions", 503, () -> cutOff(customer -> customer.history("")))
                .on("getTransaction", 200, () -> {
                    TestCustomer ana = bank.customer();
                    return ana.transaction(ana.credit("1.00").json().getString("id"));
                })
                .on("getTransaction", 400, () -> bank.customer().transaction("7"))
                .on("getTransaction", 401, () -> bank.api().get(nothing).send())
                .on(
                        "getTransaction",
                        403,
                        () -> bank.with(nobody).transaction(UUID.randomUUID().toString()))
                .on(
                        "getTransaction",
                        404,
                        () -> bank.customer().transaction(UUID.randomUUID().toString()))
                .on("getTransaction", 406, () -> notAcceptable(nothing))
                .on(
                        "getTransaction",
                        503,
                        () -> cutOff(customer ->
                                customer.transaction(UUID.randomUUID().toString())))
                .on("getOwnAccount", 200, () -> bank.customer().account())
                .on(
                        "getOwnAccount",
                        400,
                        () -> bank.api()
                                .get("/api/accounts/me?what=1")
                                .as(bank.customer().token())
                                .send())
                .on(
                        "getOwnAccount",
                        401,
                        () -> bank.api().get("/api/accounts/me").send())
                .on("getOwnAccount", 403, () -> bank.with(nobody).account())
                .on("getOwnAccount", 406, () -> notAcceptable("/api/accounts/me"))
                .on("getOwnAccount", 503, () -> cutOff(TestCustomer::account));
    }

    private Answer notAcceptable(String path) {
        ContractClient.Call call = bank.api().get(path).as(bank.customer().token());
        return call.header("Accept", "text/html").send();
    }

    /** Waits for the first 503, because a request on a connection that is being closed has an unknown outcome. */
    private static void cutOff(TestCustomer customer) {
        PROXY.cut();
        Awaitility.await().until(() -> customer.credit("1.00").status() == 503);
    }

    /** A request of a known caller while the database is unreachable. */
    private static Answer cutOff(Function<TestCustomer, Answer> request) {
        TestCustomer customer = CUT_OFF.customerWith("1.00");
        cutOff(customer);
        try {
            return request.apply(customer);
        } finally {
            PROXY.restore();
            Awaitility.await().until(() -> customer.account().status() == 200);
        }
    }

    /** A request of an unknown caller. */
    private static Answer whileCustomersIsDown() {
        TestCustomer stranger = CUT_OFF.customer();
        CUT_OFF.customers().setMood(CustomersDouble.Mood.DOWN);
        try {
            return stranger.post(CREDIT);
        } finally {
            CUT_OFF.customers().setMood(CustomersDouble.Mood.WELL);
        }
    }

    /** Another session locks the account for longer than a request waits. */
    private static Answer whileTheAccountIsLocked() {
        TestCustomer ana = CUT_OFF.customerWith("1.00");
        PgConnection other = PgConnection.connect(CUT_OFF.bench().vertx(), PgConnectOptions.fromUri(DATABASE))
                .await();
        other.query("BEGIN").execute().await();
        other.preparedQuery("SELECT 1 FROM accounts WHERE user_id = $1 FOR UPDATE")
                .execute(Tuple.of(ana.id()))
                .await();
        try {
            return ana.post(CREDIT, "under-way");
        } finally {
            other.close().await();
        }
    }
}
