package io.loomi.common.config;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings from the YAML file that {@code LOOMI_CONFIG} names, if any, and from the environment, which has
 * precedence. A secret may be in a file of its own.
 */
public final class SettingsSource {

    public static final Setting<String> CONFIG_FILE =
            Setting.of("LOOMI_CONFIG", SettingFormat.TEXT, "a YAML file that holds any of these settings");

    private static final String FILE_SUFFIX = "_FILE";

    private SettingsSource() {}

    /** Fails with a {@link StartFailure} when the file is missing, is not YAML, or contains an unknown setting. */
    public static Future<Settings> read(Vertx vertx, Map<String, String> environment, Collection<Setting<?>> known) {
        @Nullable String file = environment.get(CONFIG_FILE.name());
        Future<Map<String, String>> fromFile =
                file == null ? Future.succeededFuture(Map.of()) : readFile(vertx, file, known);
        return fromFile.map(values -> {
            Map<String, String> merged = new TreeMap<>(values);
            merged.putAll(environment);
            known.stream().filter(Setting::secret).forEach(setting -> takeFromFile(setting.name(), merged));
            return new Settings(merged).requireOnly(known);
        });
    }

    /** {@code NAME_FILE} names a file that contains the secret, as orchestrators provide them. */
    private static void takeFromFile(String name, Map<String, String> settings) {
        @Nullable String file = settings.get(name + FILE_SUFFIX);
        if (file == null || file.isBlank()) {
            return;
        }
        if (!settings.getOrDefault(name, "").isBlank()) {
            throw new StartFailure("%s and %s%s are both set: set one of them.".formatted(name, name, FILE_SUFFIX));
        }
        try {
            settings.put(name, Files.readString(Path.of(file.strip())).strip());
        } catch (IOException | InvalidPathException unreadable) {
            throw new StartFailure(
                    "%s%s names \"%s\", which cannot be read: name a file that this user may read."
                            .formatted(name, FILE_SUFFIX, file),
                    unreadable);
        }
    }

    private static Future<Map<String, String>> readFile(Vertx vertx, String file, Collection<Setting<?>> known) {
        if (!Files.isReadable(Path.of(file))) {
            return Future.failedFuture(new StartFailure(
                    "LOOMI_CONFIG names \"%s\", which cannot be read: name a YAML file or unset it.".formatted(file)));
        }
        ConfigStoreOptions store = new ConfigStoreOptions()
                .setType("file")
                .setFormat("yaml")
                .setConfig(new JsonObject().put("path", file).put("raw-data", true));
        ConfigRetriever retriever = ConfigRetriever.create(
                vertx, new ConfigRetrieverOptions().addStore(store).setScanPeriod(-1));
        return retriever
                .getConfig()
                .recover(failure -> Future.failedFuture(new StartFailure(
                        "LOOMI_CONFIG names \"%s\", which is not valid YAML.".formatted(file), failure)))
                .map(values -> texts(file, values, known))
                .eventually(retriever::close);
    }

    private static Map<String, String> texts(String file, JsonObject values, Collection<Setting<?>> known) {
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, Object> entry : values) {
            if (known.stream().noneMatch(setting -> setting.name().equals(entry.getKey()))) {
                throw new StartFailure("\"%s\" in %s is not a setting.".formatted(entry.getKey(), file));
            }
            texts.put(entry.getKey(), String.valueOf(entry.getValue()));
        }
        return texts;
    }
}
