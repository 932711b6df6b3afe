package io.loomi.transactions.services;

import io.loomi.transactions.entities.Period;
import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.entities.StatementRange;
import io.loomi.transactions.repositories.ReportRepository;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/**
 * The moves of an account in a period, read page by page. What was completed never changes, so no transaction and no
 * connection is held between pages, and what moves meanwhile stays outside: opening balance and lines always make the
 * closing balance.
 */
public final class Statement {

    /** With descriptions of 500 characters, 2,000 bytes each, under 250 KiB. */
    private static final int LINES_A_PAGE = 100;

    private final UUID userId;
    private final Period period;
    private final StatementRange range;
    private final ReportRepository reports;
    private final Runnable closed;
    private long reached;
    private BigDecimal balance;

    /** @param closed run once, when nobody reads it any more */
    Statement(UUID userId, Period period, StatementRange range, ReportRepository reports, Runnable closed) {
        this.userId = userId;
        this.period = period;
        this.range = range;
        this.reports = reports;
        this.closed = closed;
        this.reached = range.after();
        this.balance = range.openingBalance();
    }

    public UUID userId() {
        return userId;
    }

    public Period period() {
        return period;
    }

    public BigDecimal openingBalance() {
        return range.openingBalance();
    }

    /** The balance after the last line that was read. */
    public BigDecimal balance() {
        return balance;
    }

    public boolean isRead() {
        return reached >= range.last();
    }

    /** The next lines; none when {@link #isRead}. */
    public Future<List<StatementLine>> read() {
        return isRead()
                ? Future.succeededFuture(List.of())
                : reports.statementLines(userId, reached, range.last(), LINES_A_PAGE)
                        .map(this::reach);
    }

    private List<StatementLine> reach(List<StatementLine> lines) {
        if (lines.isEmpty()) {
            throw new IllegalStateException("the places of the account have a gap after " + reached);
        }
        reached = lines.getLast().sequence();
        balance = lines.getLast().balance();
        return lines;
    }

    public void close() {
        closed.run();
    }
}
