package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.testing.Slow;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Constraints that PostgreSQL enforces, independent of the service. */
@Slow
class LedgerConstraintsTest {

    private static final LedgerDatabase LEDGER = LedgerDatabase.create();
    private static final String USER = "'00000000-0000-7000-8000-000000000001'";

    private static PgConnection connection;

    @BeforeAll
    static void connect() {
        connection = PgConnection.connect(LEDGER.vertx(), PgConnectOptions.fromUri(LEDGER.url()))
                .await();
        run("INSERT INTO accounts (user_id, balance, held, created_at, updated_at) VALUES (%s, 10, 5, now(), now())"
                .formatted(USER));
        run(transaction("gen_random_uuid()", 1, "'k'"));
    }

    @AfterAll
    static void close() {
        LEDGER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"balance = -0.01, held = 0", "held = 10.01", "held = -1", "sequence = -1", "event_sequence = -1"
            })
    void refusesAnInvalidAccount(String change) {
        assertThatThrownBy(() -> run("UPDATE accounts SET " + change)).hasRootCauseInstanceOf(PgException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "amount = 0",
                "amount = -1",
                "type = 'gift'",
                "status = 'done'",
                "status = 'failed'",
                "status = 'pending'",
                "completed_at = NULL",
                "request_hash = NULL",
                "balance_after = -1",
                "sequence = NULL",
                "captured_amount = 1.01",
                "reversed_amount = 1.01",
                "reversed_amount = -1",
                "transfer_id = id",
                "resolved_at = now()",
                "deferred_at = now()",
                "transfer_id = id, counterparty_id = user_id"
            })
    void refusesAnInvalidTransaction(String change) {
        assertThatThrownBy(() -> run("UPDATE transactions SET " + change)).hasRootCauseInstanceOf(PgException.class);
    }

    @Test
    void refusesADuplicateKeyOrSequence() {
        assertThatThrownBy(() -> run(transaction("gen_random_uuid()", 2, "'k'")))
                .hasRootCauseInstanceOf(PgException.class)
                .rootCause()
                .hasMessageContaining("transactions_key_unique");
        assertThatThrownBy(() -> run(transaction("gen_random_uuid()", 1, "'other'")))
                .rootCause()
                .hasMessageContaining("transactions_sequence_unique");
    }

    private static String transaction(String id, int sequence, String key) {
        return """
                INSERT INTO transactions (user_id, id, sequence, type, amount, status, balance_after, idempotency_key,
                  request_hash, correlation_id, completed_at)
                VALUES (%s, %s, %d, 'credit', 1, 'completed', 1, %s, '\\x00', 'c', now())""".formatted(USER, id, sequence, key);
    }

    private static void run(String sql) {
        try {
            connection.query(sql).execute().await();
        } catch (Exception refused) {
            throw new IllegalStateException(sql, refused);
        }
    }
}
