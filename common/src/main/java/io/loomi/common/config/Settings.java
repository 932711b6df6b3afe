package io.loomi.common.config;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings of one run: text by name, with typed access through {@link Setting}. */
public final class Settings {

    private static final String OWN_PREFIX = "LOOMI_";

    private final Map<String, String> values;

    public Settings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /**
     * The value of a setting, or its default.
     *
     * @throws StartFailure when the value is malformed, or there is neither value nor default
     */
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new StartFailure("%s is not set: give it %s (%s)."
                        .formatted(setting.name(), setting.format().expectation(), setting.meaning())));
    }

    /**
     * The value of a setting or its default, empty when there is neither.
     *
     * @throws StartFailure when the value is malformed
     */
    public <T> Optional<T> find(Setting<T> setting) {
        @Nullable String given = values.get(setting.name());
        @Nullable String text = given == null || given.isBlank() ? setting.defaultValue() : given;
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(setting.format().parser().apply(text.strip()));
        } catch (IllegalArgumentException malformed) {
            String shown = setting.secret() ? "is set to something else" : "is \"" + text + "\"";
            throw new StartFailure("%s %s, but must be %s."
                    .formatted(setting.name(), shown, setting.format().expectation()));
        }
    }

    /** Whether the setting was given, possibly with its default value. */
    public boolean isSet(Setting<?> setting) {
        return values.containsKey(setting.name());
    }

    /**
     * Refuses unknown names with Loomi's prefix, so that a misspelled setting is not silently ignored.
     *
     * @throws StartFailure naming the unknown setting and those that exist
     */
    public Settings requireOnly(Collection<Setting<?>> known) {
        Map<String, Setting<?>> byName =
                known.stream().collect(Collectors.toMap(Setting::name, setting -> setting, (a, _) -> a, TreeMap::new));
        values.keySet().stream()
                .filter(name -> name.startsWith(OWN_PREFIX) && !byName.containsKey(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new StartFailure("%s is not a setting: the settings are %s."
                            .formatted(name, String.join(", ", byName.keySet())));
                });
        return this;
    }
}
