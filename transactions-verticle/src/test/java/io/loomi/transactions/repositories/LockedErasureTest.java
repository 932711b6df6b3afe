package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.transactions.entities.Erasure;
import io.loomi.transactions.entities.ErasureStep;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A locked account does not block the erasure of other customers. */
@Slow
class LockedErasureTest {

    private static final Duration GRACE_PERIOD = Duration.ofMinutes(30);

    @Test
    void isRetriedAfterAMinute() {
        try (LedgerDatabase ledger = LedgerDatabase.create()) {
            UUID ana = account(ledger);
            UUID bia = account(ledger);
            ErasureRepository erasures = new PostgresErasureRepository(ledger.database());
            Instant gone = Instant.now().minusSeconds(7200);
            erasures.add(List.of(new Erasure(1, ana, gone), new Erasure(2, bia, gone.plusSeconds(1))))
                    .await();
            PgConnection other = PgConnection.connect(ledger.vertx(), PgConnectOptions.fromUri(ledger.url()))
                    .await();
            Transaction lock = other.begin().await();
            other.preparedQuery("SELECT FROM accounts WHERE user_id = $1 FOR UPDATE")
                    .execute(Tuple.of(ana))
                    .await();

            ErasureStep first = next(erasures).orElseThrow();
            ErasureStep second = next(erasures).orElseThrow();

            assertThat(first.userId()).isEqualTo(ana);
            assertThat(first.failure())
                    .hasValueSatisfying(why -> assertThat(why).contains("lock timeout"));
            assertThat(second).isEqualTo(new ErasureStep(bia, 0, true, Optional.empty()));
            assertThat(next(erasures)).as("the retry is not due yet").isEmpty();
            lock.rollback().await();
            other.close().await();

            ledger.advance(Duration.ofMinutes(1));
            assertThat(next(erasures)).contains(new ErasureStep(ana, 0, true, Optional.empty()));
        }
    }

    private static Optional<ErasureStep> next(ErasureRepository erasures) {
        return erasures.eraseNext(GRACE_PERIOD, 10).await();
    }

    private static UUID account(LedgerDatabase ledger) {
        UUID customer = UUID.randomUUID();
        ledger.database()
                .write("SELECT lock_accounts(ARRAY[$1::uuid], now())", Tuple.of(customer))
                .await();
        return customer;
    }
}
