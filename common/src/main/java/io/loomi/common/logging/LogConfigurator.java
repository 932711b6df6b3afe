package io.loomi.common.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Configures Logback in code: reading XML takes a tenth of the start. A file named by {@code
 * logback.configurationFile}, or a {@code logback-test.xml}, takes precedence.
 */
public final class LogConfigurator extends ContextAwareBase implements Configurator {

    private static final int MAX_QUEUE_SIZE = 4096;

    private static final Map<String, Level> LEVELS = Map.of(
            // it warns that two clients share one gauge, which is intended
            "io.micrometer",
            Level.ERROR,
            "com.hazelcast",
            Level.WARN,
            // it recommends JVM flags for features that are not used here
            "com.hazelcast.instance.impl.HazelcastInstanceFactory",
            Level.ERROR,
            "io.netty",
            Level.WARN,
            "io.vertx",
            Level.WARN,
            "org.flywaydb",
            Level.WARN);

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        if (System.getProperty("logback.configurationFile") != null
                || LogConfigurator.class.getResource("/logback-test.xml") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        apply(loggers, setting("LOG_LEVEL", ""));
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void apply(LoggerContext loggers, String level) {
        loggers.getStatusManager().add(new NopStatusListener());
        LEVELS.forEach((name, minimum) -> loggers.getLogger(name).setLevel(minimum));
        var root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(level, Level.INFO));
        root.addAppender(events(loggers));
    }

    private static Appender<ILoggingEvent> events(LoggerContext loggers) {
        var events = new ContextAppender();
        events.setName("EVENTS");
        events.setContext(loggers);
        events.setDefaultService(setting("loomi.service", "loomi"));
        events.setQueueSize(MAX_QUEUE_SIZE);
        events.setNeverBlock(true);
        events.addAppender(lines(loggers));
        events.start();
        return events;
    }

    private static Appender<ILoggingEvent> lines(LoggerContext loggers) {
        var encoder = new JsonLines();
        encoder.setContext(loggers);
        encoder.start();
        var lines = new ConsoleAppender<ILoggingEvent>();
        lines.setName("LINES");
        lines.setContext(loggers);
        lines.setEncoder(encoder);
        lines.start();
        return lines;
    }

    private static String setting(String name, String orElse) {
        String value = System.getProperty(name, System.getenv().getOrDefault(name, ""));
        return value.isBlank() ? orElse : value;
    }
}
