package io.loomi.transactions.repositories;

import static io.loomi.transactions.entities.TransactionType.CREDIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.DeferredTransaction;
import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.HistoryFilter;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionStatus;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Rows that were stored under older rules can still be read. */
@Slow
class StoredRowsTest {

    private static final LedgerDatabase DATABASE = LedgerDatabase.create();

    /** Longer than a new description may be. */
    private static final String LONG = "x".repeat(501);

    private final DeferredTransactionLedger ledger = DeferredTransactionLedger.in(DATABASE);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void readsADescriptionThatIsTooLongToday() {
        Transaction credit = ledger.post(CREDIT, "1.00");
        store("UPDATE transactions SET description = $2 WHERE id = $1", Tuple.of(credit.id(), LONG));

        assertThat(ledger.find(credit.id()).description())
                .map(Description::value)
                .contains(LONG);
        assertThat(new PostgresHistoryRepository(DATABASE.database())
                        .history(ledger.ana(), everything(), Optional.empty(), 10)
                        .await())
                .hasSize(2);
        List<StatementLine> lines = new PostgresReportRepository(DATABASE.database())
                .statementLines(ledger.ana(), 0, 2, 10)
                .await();
        assertThat(lines.getLast().description()).map(Description::value).contains(LONG);
    }

    @Test
    void resolvesARecipientThatIsInvalidToday() {
        ledger.defer(ledger.transfer("1.00", false));
        store("UPDATE deferred_transactions SET recipient = 'email:bia' WHERE user_id = $1", Tuple.of(ledger.ana()));

        DeferredTransaction due = ledger.only();

        assertThat(due.recipient()).map(Recipient::text).contains("email:bia");
        ledger.one().fail(due, "unknown-recipient").await();
        assertThat(ledger.money(ledger.ana())).isEqualTo("100.00 held 0.00");
    }

    @Test
    void leasesTheOthersWhenOneRowIsUnreadable() {
        Transaction unreadable = ledger.defer(ledger.transfer("1.00", false));
        store("UPDATE deferred_transactions SET recipient = 'phone:123' WHERE user_id = $1", Tuple.of(ledger.ana()));
        Transaction credit = ledger.defer(CREDIT, "5.00");

        assertThat(ledger.lease(10))
                .extracting(DeferredTransaction::transactionId)
                .containsExactly(credit.id());

        assertThat(ledger.lease(10)).as("the unreadable row keeps its lease").isEmpty();
        assertThat(ledger.find(unreadable.id()).status()).isEqualTo(TransactionStatus.PENDING);
    }

    private static HistoryFilter everything() {
        return new HistoryFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static void store(String statement, Tuple arguments) {
        DATABASE.database().write(statement, arguments).await();
    }
}
