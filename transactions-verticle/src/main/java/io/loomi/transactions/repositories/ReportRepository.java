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

/** Reads what was recorded, for reports. */
public interface ReportRepository {

    /** What time it is by the ledger's clock. */
    Future<Instant> now();

    /** Which moves of the balance were completed in a period. */
    Future<StatementRange> statementRange(UUID userId, Period period);

    /** Moves in their order, from after one place up to another. */
    Future<List<StatementLine>> statementLines(UUID userId, long after, long last, int limit);

    /** The parts of a period in which something was recorded, in their order. */
    Future<List<Summary.Part>> summary(UUID userId, Period period, Grouping grouping);

    /** The account as it was at an instant; empty before the first transaction. */
    Future<Optional<Account>> accountAt(UUID userId, Instant at);
}
