package io.loomi.common.database;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.loomi.common.errors.Failure;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** While the database is unavailable every statement fails, but few failures are logged. */
class DatabaseFailuresTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(DatabaseFailures.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void close() {
        logger.detachAppender(lines);
    }

    @Test
    void logsASampleOfAnOutage() {
        DatabaseFailures failures = new DatabaseFailures(() -> 7_000_000_000L);

        assertThat(IntStream.range(0, 350)
                        .mapToObj(_ -> failures.nothingDone(new IOException("Connection refused"))
                                .cause()))
                .hasSize(350)
                .allMatch(Failure.Unavailable.class::isInstance);
        assertThat(lines.list).hasSize(102);
    }

    @Test
    void passesOnOtherFailures() {
        IllegalStateException fault = new IllegalStateException("a bug");

        assertThat(new DatabaseFailures().nothingDone(fault).cause()).isSameAs(fault);
        assertThat(lines.list).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "23514, pg",
        "55P03, pg",
        "40P01, pg",
        "57014, timeout",
        "53100, unavailable",
        "25006, unavailable",
        "57P01, unknown",
        "08006, unknown",
        "58030, unknown",
        "XX000, unknown",
    })
    void translatesTheStateOfAFailedWrite(String state, String meaning) {
        Throwable failure = new PgException("in the server's language", "FATAL", state, "");

        assertThat(meaningOf(new DatabaseFailures().ofWrite(failure).cause())).isEqualTo(meaning);
    }

    @Test
    void reportsAnUnansweredWriteAsUnknown() {
        Stream.of(new TimeoutException(), new IOException("reset"), ClosedConnectionException.INSTANCE)
                .forEach(failure -> assertThat(meaningOf(
                                new DatabaseFailures().ofWrite(failure).cause()))
                        .isEqualTo("unknown"));
    }

    private static String meaningOf(Throwable failure) {
        return switch (failure) {
            case StatementTimeout _ -> "timeout";
            case Failure.Unavailable _ -> "unavailable";
            case Failure.OutcomeUnknown _ -> "unknown";
            case PgException _ -> "pg";
            default -> failure.toString();
        };
    }
}
