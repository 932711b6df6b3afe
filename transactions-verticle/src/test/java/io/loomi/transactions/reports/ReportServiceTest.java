package io.loomi.transactions.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.auth.Caller;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.Grouping;
import io.loomi.transactions.entities.Period;
import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.entities.StatementRange;
import io.loomi.transactions.entities.Summary;
import io.loomi.transactions.repositories.ReportRepository;
import io.loomi.transactions.services.ReportService;
import io.loomi.transactions.services.Statement;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The limit of concurrent statements. */
class ReportServiceTest {

    private static final int MAX_READERS = 32;

    private final NothingRecorded nothing = new NothingRecorded();
    private final ReportService reports = new ReportService(nothing);

    @Test
    void limitsConcurrentStatements() {
        List<Statement> read = new ArrayList<>();
        for (int i = 0; i < MAX_READERS; i++) {
            read.add(statement(customer()).await());
        }
        refuses(customer());

        read.getFirst().close();

        statement(customer()).await();
        refuses(customer());
    }

    @Test
    void limitsOneCustomerToTwoStatements() {
        Caller ana = customer();
        Statement first = statement(ana).await();
        statement(ana).await();
        refuses(ana);
        statement(customer()).await();

        first.close();

        statement(ana).await();
    }

    @Test
    void doesNotCountRefusedOrFailedStatements() {
        Caller ana = customer();
        Period reversed = new Period(Instant.now(), Instant.EPOCH);
        nothing.failing = true;
        for (int i = 0; i < 2 * MAX_READERS; i++) {
            assertThat(reports.statement(ana, reversed, false).failed()).isTrue();
            assertThat(statement(ana).failed()).isTrue();
        }
        nothing.failing = false;

        statement(ana).await();
        statement(ana).await();
    }

    private void refuses(Caller caller) {
        assertThatThrownBy(() -> statement(caller).await()).isInstanceOf(Failure.Unavailable.class);
    }

    private Future<Statement> statement(Caller caller) {
        return reports.statement(caller, new Period(Instant.EPOCH, Instant.now()), false);
    }

    private static Caller customer() {
        return new Caller(
                UUID.randomUUID(),
                Optional.empty(),
                Set.of(),
                Set.of(),
                "token",
                Instant.MIN,
                Instant.MAX,
                Optional.empty());
    }

    private static final class NothingRecorded implements ReportRepository {
        private boolean failing;

        @Override
        public Future<Instant> now() {
            return Future.succeededFuture(Instant.EPOCH);
        }

        @Override
        public Future<StatementRange> statementRange(UUID userId, Period period) {
            return failing
                    ? Future.failedFuture("unwell")
                    : Future.succeededFuture(new StatementRange(BigDecimal.ZERO, 0, 0));
        }

        @Override
        public Future<List<StatementLine>> statementLines(UUID userId, long after, long last, int limit) {
            return Future.succeededFuture(List.of());
        }

        @Override
        public Future<List<Summary.Part>> summary(UUID userId, Period period, Grouping grouping) {
            return Future.succeededFuture(List.of());
        }

        @Override
        public Future<Optional<Account>> accountAt(UUID userId, Instant at) {
            return Future.succeededFuture(Optional.empty());
        }
    }
}
