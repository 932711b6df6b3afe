package io.loomi.common.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting.
 *
 * @param name the name in the environment, and the key in the YAML file
 * @param defaultValue the default; null when there is none
 * @param meaning what it does, with its unit, for {@code docs/settings.md}
 * @param secret true when the value must never be printed, not even in an error message
 * @param format how the text becomes a value
 */
public record Setting<T>(
        String name, @Nullable String defaultValue, String meaning, boolean secret, SettingFormat<T> format) {

    public static <T> Setting<T> of(String name, SettingFormat<T> format, String meaning) {
        return new Setting<>(name, null, meaning, false, format);
    }

    public Setting<T> orElse(String value) {
        return new Setting<>(name, value, meaning, secret, format);
    }

    /** Marks the value as one that is never printed. */
    public Setting<T> asSecret() {
        return new Setting<>(name, defaultValue, meaning, true, format);
    }
}
