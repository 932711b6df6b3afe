package io.loomi.common.logging;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;

/** How much is logged; Logback reads it from the environment by itself. */
public enum LogLevel {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR;

    public static final Setting<LogLevel> SETTING = Setting.of(
                    "LOG_LEVEL", SettingFormat.oneOf(LogLevel.class), "the least important level that is logged")
            .orElse("info");
}
