package io.loomi.common.database;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.loomi.common.errors.Failure;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A database that is away fails every statement, and need not fill the log with that. */
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
    void logsASampleOfAnOutageAndTellsEachCaller() {
        DatabaseFailures failures = new DatabaseFailures(() -> 7_000_000_000L);

        assertThat(IntStream.range(0, 350)
                        .mapToObj(_ -> failures.nothingDone(new IOException("Connection refused"))
                                .cause()))
                .hasSize(350)
                .allMatch(Failure.Unavailable.class::isInstance);
        assertThat(lines.list).hasSize(102);
    }

    @Test
    void leavesAStatementThatFailedToItsCaller() {
        IllegalStateException fault = new IllegalStateException("a bug");

        assertThat(new DatabaseFailures().nothingDone(fault).cause()).isSameAs(fault);
        assertThat(lines.list).isEmpty();
    }
}
