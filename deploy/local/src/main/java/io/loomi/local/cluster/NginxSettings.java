package io.loomi.local.cluster;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What fills the templates of {@code deploy/nginx}, under the names that the environment of its container has.
 *
 * @param values by name
 */
record NginxSettings(Map<String, String> values) {

    private static final int MOST_CONNECTIONS = 65_535;
    private static final int MOST_REQUESTS = 1_000_000;
    private static final List<Setting<Integer>> SHIELD = List.of(
            shield("LIMIT_RATE", 200, MOST_REQUESTS, "requests a second from one address"),
            shield("LIMIT_BURST", 400, MOST_REQUESTS, "requests of one address that may come at once"),
            shield("LIMIT_CONNECTIONS", 200, MOST_CONNECTIONS, "requests of one address in progress"));

    NginxSettings {
        values = Map.copyOf(values);
    }

    /** Without TLS, in front of instances on this machine, with limits that one person with a browser does not meet. */
    static NginxSettings plain(int port, List<Integer> customers, List<Integer> transactions) {
        return new NginxSettings(Map.of(
                        "NGINX_PORT", String.valueOf(port),
                        "CUSTOMERS_SERVERS", servers(customers),
                        "TRANSACTIONS_SERVERS", servers(transactions),
                        "RESOLVER", "127.0.0.1")) // no name is asked for
                .shieldedAs(Map.of());
    }

    /**
     * The same with the limits that an environment names, as that of its container would; load tests lift them.
     *
     * @throws io.loomi.common.config.StartFailure when one is no number that Nginx takes
     */
    NginxSettings shieldedAs(Map<String, String> environment) {
        Settings settings = new Settings(environment);
        Map<String, String> changed = new HashMap<>(values);
        SHIELD.forEach(limit -> changed.put(limit.name(), String.valueOf(settings.get(limit))));
        return new NginxSettings(changed);
    }

    private static Setting<Integer> shield(String name, int usual, int most, String meaning) {
        return Setting.of(name, SettingFormat.whole(1, most), meaning).orElse(String.valueOf(usual));
    }

    NginxSettings with(String name, String value) {
        Map<String, String> changed = new HashMap<>(values);
        changed.put(name, value);
        return new NginxSettings(changed);
    }

    /** A template with the values in the places of their names, as envsubst would do it. */
    String fill(String template) {
        String filled = template;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("${" + value.getKey() + "}", value.getValue());
        }
        return filled;
    }

    private static String servers(List<Integer> ports) {
        return ports.stream()
                .map("server 127.0.0.1:%d max_fails=1 fail_timeout=5s;"::formatted)
                .collect(Collectors.joining(" "));
    }
}
