package io.loomi.local.cluster;

import io.loomi.local.ListenAddress;
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

    NginxSettings {
        values = Map.copyOf(values);
    }

    /**
     * Without TLS, in front of instances on this machine, with limits that one person with a browser does not meet.
     *
     * @param listen an address with a port
     */
    static NginxSettings plain(String listen, List<Integer> customers, List<Integer> transactions) {
        return new NginxSettings(Map.of(
                "NGINX_PORT", listen,
                "CUSTOMERS_SERVERS", servers(customers),
                "TRANSACTIONS_SERVERS", servers(transactions),
                "RESOLVER", ListenAddress.LOOPBACK, // no name is asked for
                "ACCESS_LOG", "/dev/stdout",
                "CORS_ORIGINS", "",
                "REAL_IP_FROM", "",
                "LIMIT_RATE", "200",
                "LIMIT_BURST", "400",
                "LIMIT_CONNECTIONS", "200"));
    }

    /** The same, with what the environment says of limits, of who stands in front, and of pages that may read its own answers. */
    static NginxSettings from(
            Map<String, String> environment, String listen, List<Integer> customers, List<Integer> transactions) {
        Map<String, String> all =
                new HashMap<>(plain(listen, customers, transactions).values());
        all.replaceAll((name, fallback) -> isForAnybody(name) ? environment.getOrDefault(name, fallback) : fallback);
        return new NginxSettings(all);
    }

    private static boolean isForAnybody(String name) {
        return name.startsWith("LIMIT_") || name.equals("CORS_ORIGINS") || name.equals("REAL_IP_FROM");
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
