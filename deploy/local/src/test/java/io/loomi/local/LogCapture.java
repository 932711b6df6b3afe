package io.loomi.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.loomi.common.logging.ContextAppender;
import org.slf4j.LoggerFactory;

/** Keeps the log events of this process, with the correlation id and trace that production adds. */
final class LogCapture {

    private LogCapture() {}

    /** Starts to keep the events of Loomi's loggers, from INFO. */
    static ListAppender<ILoggingEvent> start() {
        Logger root = (Logger) LoggerFactory.getLogger("io.loomi");
        root.setLevel(Level.INFO);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.setContext(root.getLoggerContext());
        lines.start();
        ContextAppender appender = new ContextAppender();
        appender.setContext(root.getLoggerContext());
        appender.addAppender(lines);
        appender.start();
        root.addAppender(appender);
        return lines;
    }
}
