package io.loomi.transactions.services;

import io.loomi.common.auth.Caller;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.Grouping;
import io.loomi.transactions.entities.Period;
import io.loomi.transactions.entities.Summary;
import io.loomi.transactions.repositories.ReportRepository;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reports on the caller's account.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class ReportService {

    private static final Duration MAX_PERIOD = Duration.ofDays(366);

    private final ReportRepository reports;
    private final StatementLimit readers = new StatementLimit();

    public ReportService(ReportRepository reports) {
        this.reports = reports;
    }

    /** The period of a report; without an end, it ends now by the ledger's clock. */
    public Future<Period> period(Optional<Instant> from, Optional<Instant> to) {
        return to.map(Future::succeededFuture).orElseGet(reports::now).map(end -> Period.of(from, end));
    }

    /**
     * A statement that is read page by page. Fails with Refused if its period ends before it begins, and with
     * Unavailable if too many statements are being read, or two by the same caller.
     *
     * @param wholeInMemory whether clients of this format keep the whole statement in memory; if so, fails with Refused
     *     when the period is too long
     */
    public Future<Statement> statement(Caller caller, Period period, boolean wholeInMemory) {
        UUID userId = caller.userId();
        // before the first query, so that concurrent requests count too
        Optional<Failure> refused = readers.enter(userId);
        if (refused.isPresent()) {
            return Future.failedFuture(refused.get());
        }
        return requireOrder(period)
                .compose(_ -> wholeInMemory ? requireShort(period) : Future.succeededFuture())
                .compose(_ -> reports.statementRange(userId, period))
                .map(range -> new Statement(userId, period, range, reports, () -> readers.leave(userId)))
                .onFailure(_ -> readers.leave(userId));
    }

    /** Fails with Refused if the period is too long or ends before it begins. */
    public Future<Summary> summary(Caller caller, Period period, Grouping grouping) {
        return requireOrder(period)
                .compose(_ -> requireShort(period))
                .compose(_ -> reports.summary(caller.userId(), period, grouping))
                .map(parts -> new Summary(period, grouping, complete(parts, grouping.startsIn(period))));
    }

    private static List<Summary.Part> complete(List<Summary.Part> parts, List<Instant> starts) {
        Map<Instant, Summary.Part> byStart =
                parts.stream().collect(Collectors.toMap(Summary.Part::start, Function.identity()));
        return starts.stream()
                .map(start -> byStart.getOrDefault(start, Summary.Part.empty(start)))
                .toList();
    }

    /** The caller's account as it was at an instant; for a future instant, as it is now. */
    public Future<Account> accountAt(Caller caller, Instant at) {
        return reports.accountAt(caller.userId(), at)
                .map(found -> found.orElseGet(() -> Account.empty(caller.userId())));
    }

    private static Future<Void> requireOrder(Period period) {
        return period.endsBeforeStart()
                ? refuse("invalid-period", "The period ends before it begins: \"from\" must not be after \"to\".")
                : Future.succeededFuture();
    }

    private static Future<Void> requireShort(Period period) {
        return period.isLongerThan(MAX_PERIOD)
                ? refuse(
                        "period-too-long", "This report covers at most 366 days; a statement as text/csv has no limit.")
                : Future.succeededFuture();
    }

    private static Future<Void> refuse(String type, String detail) {
        return Future.failedFuture(new Failure.Refused(type, detail));
    }
}
