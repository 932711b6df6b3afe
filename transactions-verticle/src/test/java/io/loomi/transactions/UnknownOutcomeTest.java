package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.FaultyProxy;
import io.loomi.common.testing.FaultyProxy.Fault;
import io.loomi.common.testing.LedgerAudit;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection to PostgreSQL is cut between a commit and its answer. */
class UnknownOutcomeTest {

    /** In the start of each connection that commits. */
    private static final Set<String> WRITES = Set.of("loomi writes", "loomi batches");

    private static final String DATABASE = Bank.newDatabase();
    private static final FaultyProxy NETWORK = FaultyProxy.open();
    private static final Bank BANK = Bank.openWith(Map.of("DATABASE_URL", throughNetwork()));

    private final Person ana = BANK.personWith("10.00");

    private static String throughNetwork() {
        URI real = URI.create(DATABASE);
        return DATABASE.replace(":" + real.getPort(), ":" + NETWORK.before(real).getPort());
    }

    @AfterAll
    static void close() {
        BANK.close();
        NETWORK.close();
    }

    @BeforeEach
    void loseAnswersOfCommits() {
        NETWORK.sufferOnly(WRITES, new Fault.CutAnswer(0));
    }

    @AfterEach
    void recover() {
        NETWORK.recover();
        Awaitility.await().until(() -> BANK.person().credit("1.00").status() == 201);
        assertThat(LedgerAudit.violations(BANK.bench().vertx(), DATABASE)).isEmpty();
    }

    @Test
    void aPostingWithoutAKeyIsDoneOnceAndItsSenderIsToldToLook() {
        Answer answer = ana.credit("5.00");

        assertThat(answer).isProblem(504, "outcome-unknown");
        assertThat(answer.headers().map()).doesNotContainKey("retry-after");
        assertThat(answer.json().getString("detail")).contains("GET /api/transactions");
        assertThat(ana.balance()).isEqualTo("15.00");
    }

    @Test
    void aPostingWithAKeyIsSentAgainWithIt() {
        Answer lost = ana.post(Person.body("credit", "5.00"), "salary");
        assertThat(lost).isProblem(504, "outcome-unknown");
        assertThat(lost.json().getString("detail")).contains("same Idempotency-Key");

        NETWORK.recover();

        assertThat(ana.post(Person.body("credit", "5.00"), "salary"))
                .hasStatus(201)
                .hasHeader("Idempotency-Replayed", "true");
        assertThat(ana.balance()).isEqualTo("15.00");
    }

    @Test
    void aCaptureIsSentAgain() {
        NETWORK.recover();
        ana.capture(ana.hold("1.00"), "{}"); // so that a connection is open
        String hold = ana.hold("4.00");
        NETWORK.sufferOnly(WRITES, new Fault.CutAnswer(0));

        assertThat(ana.capture(hold, "{\"amount\": 3.00}")).isProblem(504, "outcome-unknown");

        NETWORK.recover();
        assertThat(ana.capture(hold, "{\"amount\": 3.00}")).hasStatus(200);
        assertThat(ana.balance()).isEqualTo("6.00");
    }

    @Test
    void nothingWasDoneWhenNoConnectionCameAboutIn() {
        NETWORK.suffer(new Fault.Reset());

        assertThat(ana.credit("5.00").status()).isIn(503, 504);
        assertThat(ana.credit("5.00")).isProblem(503, "unavailable").hasHeader("Retry-After", "1");

        NETWORK.recover();
        Awaitility.await().until(() -> ana.account().status() == 200);
        assertThat(ana.balance()).isEqualTo("10.00");
    }
}
