package io.loomi.local.cluster;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code ./loomi cluster}.
 *
 * @param size number of instances of each service
 * @param port the port of Nginx
 * @param data the data folder, shared with {@code ./loomi up}
 */
record ClusterOptions(int size, int port, Path data) {

    private static final int MAX_INSTANCES = 8;
    private static final String USAGE = "usage: ./loomi cluster [--size 2] [--port 8080] [--data DIR]";

    private static final Setting<Integer> SIZE = Setting.of(
                    "--size", SettingFormat.whole(1, MAX_INSTANCES), "instances of each service")
            .orElse("2");
    private static final Setting<Integer> PORT = Setting.of(
                    "--port", SettingFormat.whole(1, 65535), "the port of Nginx")
            .orElse("8080");
    private static final Setting<String> DATA =
            Setting.of("--data", SettingFormat.TEXT, "where the data is kept").orElse(".loomi");

    /** @throws StartFailure for an unknown option or an invalid value */
    static ClusterOptions from(List<String> arguments) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        Map<String, String> given = new HashMap<>();
        while (!rest.isEmpty()) {
            String option = rest.pop();
            @Nullable String value = rest.poll();
            if (value == null || !List.of(SIZE.name(), PORT.name(), DATA.name()).contains(option)) {
                throw new StartFailure(USAGE);
            }
            given.put(option, value);
        }
        Settings settings = new Settings(given);
        return new ClusterOptions(
                settings.get(SIZE),
                settings.get(PORT),
                Path.of(settings.get(DATA)).toAbsolutePath().normalize());
    }
}
