package io.loomi.common.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log level. Logback reads it from the environment itself; a level from the YAML file is applied here. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR;

    public static final Setting<LogLevel> SETTING = Setting.of(
                    "LOG_LEVEL", SettingFormat.oneOf(LogLevel.class), "the lowest level that is logged")
            .orElse("info");

    /** @throws IllegalArgumentException if there is no such level */
    public static LogLevel of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Sets the root level, if the settings have one. */
    public static void apply(Settings settings) {
        if (settings.isSet(SETTING) && LoggerFactory.getILoggerFactory() instanceof LoggerContext loggers) {
            String level = settings.get(SETTING).name();
            loggers.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.valueOf(level));
        }
    }
}
