package io.loomi.local;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the bank is to run here.
 *
 * @param host the address that the gateway listens on
 * @param port the gateway's; 0 for any that is free
 * @param data where everything is kept
 * @param environment what is passed on to the services
 */
record LocalOptions(
        ListenAddress host,
        int port,
        int customersPort,
        int transactionsPort,
        Path data,
        Map<String, String> environment) {

    static final Setting<Integer> CUSTOMERS_PORT = Setting.of(
                    "CUSTOMERS_PORT", SettingFormat.PORT, "the port of customers under `./loomi up`")
            .orElse("3001");

    static final Setting<Integer> TRANSACTIONS_PORT = Setting.of(
                    "TRANSACTIONS_PORT", SettingFormat.PORT, "the port of transactions under `./loomi up`")
            .orElse("3002");

    private static final Setting<Integer> GATEWAY_PORT =
            Setting.of("--port", SettingFormat.PORT, "the port of the gateway").orElse("8080");

    private static final String DEFAULT_DATA = ".loomi";

    static LocalOptions from(List<String> arguments, Map<String, String> environment) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        String port = "";
        String data = DEFAULT_DATA;
        while (!rest.isEmpty()) {
            String option = rest.pop();
            @Nullable String value = rest.poll();
            if (value == null || !(option.equals("--port") || option.equals("--data"))) {
                throw new StartFailure("usage: ./loomi up [--port 8080] [--data DIR]");
            }
            if (option.equals("--port")) {
                port = value;
            } else {
                data = value;
            }
        }
        Settings settings = new Settings(environment);
        return new LocalOptions(
                ListenAddress.of(environment),
                new Settings(Map.of(GATEWAY_PORT.name(), port)).get(GATEWAY_PORT),
                settings.get(CUSTOMERS_PORT),
                settings.get(TRANSACTIONS_PORT),
                Path.of(data).toAbsolutePath().normalize(),
                Map.copyOf(environment));
    }
}
