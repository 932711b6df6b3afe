package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.resilience.Deadline;
import io.loomi.common.testing.LedgerAudit;
import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.IdempotencyKey;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.entities.Recipient;
import io.loomi.transactions.entities.Transaction;
import io.loomi.transactions.entities.TransactionType;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Commits every kind of member in one batch. Each member gets its own outcome, in the order of the batch. */
@Slow
class PostingBatchTest {

    private static final LedgerDatabase LEDGER = LedgerDatabase.create();
    private static final PostingBatch BATCH = new PostingBatch(LEDGER.database(), Clock.systemUTC());
    private static final HistoryRepository HISTORY = new PostgresHistoryRepository(LEDGER.database());

    private final UUID ana = UUID.randomUUID();
    private final UUID bia = UUID.randomUUID();

    @AfterAll
    static void close() {
        LEDGER.close();
    }

    @Test
    void givesEachMemberItsOwnOutcome() {
        PostingResult first = commit(credit(ana, "100.00", "salary")).getFirst();
        assertThat(first).isInstanceOf(PostingResult.Posted.class);

        List<PostingResult> outcomes = commit(
                debit(ana, "100.01", false), // more than available
                credit(ana, "100.00", "salary"), // a replay
                credit(ana, "99.00", "salary"), // a different request with the same key
                transfer(ana, bia, "60.00"),
                debit(ana, "40.00", true),
                debit(ana, "0.01", false), // the whole balance is held
                debit(bia, "60.00", false)); // received in this batch

        assertThat(outcomes)
                .extracting(PostingBatchTest::describe)
                .containsExactly(
                        "FAILED 100.01",
                        "replayed",
                        "KEY_REUSED",
                        "COMPLETED 60.00",
                        "PENDING 40.00",
                        "FAILED 0.01",
                        "COMPLETED 60.00");
        assertThat(((PostingResult.Replayed) outcomes.get(1)).transaction().id())
                .isEqualTo(((PostingResult.Posted) first).transaction().id());
        assertThat(balance(ana)).isEqualTo("40.00");
        assertThat(balance(bia)).isEqualTo("0.00");
        assertThat(LedgerAudit.violations(LEDGER.vertx(), LEDGER.url())).isEmpty();
    }

    @Test
    void keepsTwoEqualRequestsSeparate() {
        PostingBatch.Request one = debit(ana, "1.00", false);
        PostingBatch.Request other = debit(ana, "1.00", false);

        assertThat(one).isEqualTo(other);
        assertThat(one.exclusive()).isNotEqualTo(other.exclusive());
        assertThat(credit(ana, "1.00", "salary").exclusive())
                .isEqualTo(credit(ana, "2.00", "salary").exclusive());
    }

    private static List<PostingResult> commit(PostingBatch.Request... requests) {
        return BATCH.commit(List.of(requests), Deadline.ofRequest(Clock.systemUTC())).await().stream()
                .map(outcome -> outcome.await())
                .toList();
    }

    private static String describe(PostingResult posting) {
        return switch (posting) {
            case PostingResult.Posted(Transaction posted) ->
                posted.status() + " " + posted.amount().value();
            case PostingResult.Replayed _ -> "replayed";
            case PostingResult.Declined(PostingResult.Reason reason) -> reason.name();
        };
    }

    private static PostingBatch.Request credit(UUID customer, String amount, String key) {
        return request(customer, TransactionType.CREDIT, amount, Optional.empty(), false, Optional.of(key));
    }

    private static PostingBatch.Request debit(UUID customer, String amount, boolean held) {
        return request(customer, TransactionType.DEBIT, amount, Optional.empty(), held, Optional.empty());
    }

    private static PostingBatch.Request transfer(UUID from, UUID to, String amount) {
        return request(from, TransactionType.DEBIT, amount, Optional.of(to), false, Optional.empty());
    }

    private static PostingBatch.Request request(
            UUID customer,
            TransactionType type,
            String amount,
            Optional<UUID> recipient,
            boolean held,
            Optional<String> key) {
        NewTransaction asked = new NewTransaction(
                customer,
                type,
                Money.of(amount),
                Optional.empty(),
                recipient.map(Recipient.ById::new),
                held,
                key.map(IdempotencyKey::of));
        return new PostingBatch.Request(asked, recipient, "c");
    }

    private static String balance(UUID customer) {
        return HISTORY.account(customer).await().orElseThrow().balance().toPlainString();
    }
}
