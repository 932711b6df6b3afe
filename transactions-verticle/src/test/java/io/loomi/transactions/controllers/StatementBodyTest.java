package io.loomi.transactions.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.Caller;
import io.loomi.transactions.entities.Account;
import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.Grouping;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.Period;
import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.entities.StatementRange;
import io.loomi.transactions.entities.Summary;
import io.loomi.transactions.entities.TransactionType;
import io.loomi.transactions.repositories.ReportRepository;
import io.loomi.transactions.services.ReportService;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Measures how much of a statement is in memory at a time, if its lines have the maximum length. */
class StatementBodyTest {

    private static final int LINES = 1_234;
    private static final int MAX_LINES_IN_MEMORY = 100;
    private static final int MAX_LINE_BYTES = 4 * 1024;
    private static final int MAX_PIECE_BYTES = 64 * 1024 + MAX_LINE_BYTES;

    static Stream<StatementFormat> formats() {
        return Stream.of(new StatementJson(), new StatementCsv());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void readsAndSendsSmallParts(StatementFormat format) {
        LongLines lines = new LongLines();
        Period period = new Period(Instant.EPOCH, Instant.now());
        StatementBody body = new ReportService(lines)
                .statement(caller(), period, false)
                .map(statement -> new StatementBody(statement, format))
                .await();

        Buffer whole = Buffer.buffer();
        for (Optional<Buffer> piece = body.next().await();
                piece.isPresent();
                piece = body.next().await()) {
            assertThat(piece.get().length()).isBetween(1, MAX_PIECE_BYTES);
            whole.appendBuffer(piece.get());
        }

        assertThat(lines.maxPageSize).isLessThanOrEqualTo(MAX_LINES_IN_MEMORY);
        assertThat(whole.toString().split("uuid-", -1)).hasSize(LINES + 1);
        assertThat(whole.length()).isGreaterThan(LINES * 2_000);
    }

    private static Caller caller() {
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

    /** Lines with descriptions of 500 characters of four bytes each. */
    private static final class LongLines implements ReportRepository {
        private static final Description LONGEST = new Description("uuid-" + "\uD83D\uDE00".repeat(495));
        private int maxPageSize;

        @Override
        public Future<Instant> now() {
            return Future.succeededFuture(Instant.now());
        }

        @Override
        public Future<StatementRange> statementRange(UUID userId, Period period) {
            return Future.succeededFuture(new StatementRange(BigDecimal.ZERO, 0, LINES));
        }

        @Override
        public Future<List<StatementLine>> statementLines(UUID userId, long after, long last, int limit) {
            maxPageSize = Math.max(maxPageSize, limit);
            return Future.succeededFuture(LongStream.rangeClosed(after + 1, Math.min(last, after + limit))
                    .mapToObj(LongLines::line)
                    .toList());
        }

        private static StatementLine line(long sequence) {
            return new StatementLine(
                    sequence,
                    UUID.randomUUID(),
                    TransactionType.CREDIT,
                    new Money(BigDecimal.ONE),
                    Optional.of(LONGEST),
                    Instant.now(),
                    BigDecimal.valueOf(sequence));
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
