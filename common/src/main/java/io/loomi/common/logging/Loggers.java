package io.loomi.common.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.LoggerFactory;

/** Reads and changes the log levels of this process. Changes last until the process ends. */
public final class Loggers {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Loggers.class);
    private static final String ROOT = Logger.ROOT_LOGGER_NAME;

    private Loggers() {}

    /** {@code {"loggers": {name: level}}} for the loggers with their own level. Other loggers inherit it. */
    public static JsonObject levels() {
        JsonObject levels = new JsonObject();
        context().getLoggerList().stream()
                .filter(logger -> logger.getLevel() != null)
                .forEach(logger -> levels.put(
                        logger.getName(), logger.getLevel().toString().toLowerCase(Locale.ROOT)));
        return new JsonObject().put("loggers", levels);
    }

    /**
     * Changes a logger's level, and logs who did.
     *
     * @param level empty to inherit the parent's level
     * @return false if no logger has this name, or if the root logger would have no level
     */
    public static boolean set(String name, Optional<LogLevel> level, UUID by) {
        boolean isRoot = name.equalsIgnoreCase(ROOT);
        if (isRoot ? level.isEmpty() : !isKnown(name)) {
            return false;
        }
        // logged before the change, so that the change cannot suppress this line
        LOG.atWarn()
                .addKeyValue("logger", name)
                .addKeyValue("level", level.map(LogLevel::text).orElse("of its parent"))
                .addKeyValue("userId", by)
                .log("Log level changes");
        context()
                .getLogger(isRoot ? ROOT : name)
                .setLevel(level.map(wanted -> Level.valueOf(wanted.name())).orElse(null));
        return true;
    }

    /** Whether this is a logger, or a package that contains one. */
    private static boolean isKnown(String name) {
        return context().getLoggerList().stream()
                .anyMatch(logger ->
                        logger.getName().equals(name) || logger.getName().startsWith(name + "."));
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
