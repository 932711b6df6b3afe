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
 * The movements of an account in a period, read page by page. Completed transactions never change, so it holds no
 * database transaction and no connection between pages. It excludes later movements, so that the opening balance and
 * the lines always add up to the closing balance.
 */
public final class Statement {

    /** A page has less than 250 KiB, even if each description has 500 characters in 2,000 bytes. */
    private static final int PAGE_SIZE = 100;

    private final UUID userId;
    private final Period period;
    private final StatementRange range;
    private final ReportRepository reports;
    private final Runnable closed;
    private long lastSequence;
    private BigDecimal balance;

    /** @param closed runs when the reader has finished or disconnected */
    Statement(UUID userId, Period period, StatementRange range, ReportRepository reports, Runnable closed) {
        this.userId = userId;
        this.period = period;
        this.range = range;
        this.reports = reports;
        this.closed = closed;
        this.lastSequence = range.after();
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

    /** Returns the balance after the last line read. */
    public BigDecimal balance() {
        return balance;
    }

    public boolean isRead() {
        return lastSequence >= range.last();
    }

    /** Reads the next lines; none if {@link #isRead}. */
    public Future<List<StatementLine>> read() {
        return isRead()
                ? Future.succeededFuture(List.of())
                : reports.statementLines(userId, lastSequence, range.last(), PAGE_SIZE)
                        .map(this::advance);
    }

    private List<StatementLine> advance(List<StatementLine> lines) {
        if (lines.isEmpty()) {
            throw new IllegalStateException("the account's sequence has a gap after " + lastSequence);
        }
        lastSequence = lines.getLast().sequence();
        balance = lines.getLast().balance();
        return lines;
    }

    public void close() {
        closed.run();
    }
}
