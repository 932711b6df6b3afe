package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.Grouping;
import io.loomi.transactions.entities.Period;
import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.entities.StatementRange;
import io.loomi.transactions.entities.Summary;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the data of reports. */
public interface ReportRepository {

    /** The time by the ledger's clock. */
    Future<Instant> now();

    /** The movements that were completed in a period. */
    Future<StatementRange> statementRange(UUID userId, Period period);

    /** Movements in their order, with sequences above {@code after} and up to {@code last}. */
    Future<List<StatementLine>> statementLines(UUID userId, long after, long last, int limit);

    /** The parts of a period that have transactions, in their order. */
    Future<List<Summary.Part>> summary(UUID userId, Period period, Grouping grouping);

    /** The account as it was at an instant; empty before the first transaction. */
    Future<Optional<Account>> accountAt(UUID userId, Instant at);
}
