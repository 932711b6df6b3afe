package io.loomi.local.cluster;

import io.loomi.local.ListenAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The values for the templates of {@code deploy/nginx}, with the names of the container's environment variables.
 *
 * @param values the values by name
 */
record NginxSettings(Map<String, String> values) {

    NginxSettings {
        values = Map.copyOf(values);
    }

    /**
     * Settings without TLS, for instances on this machine, with rate limits that a single customer does not reach.
     *
     * @param listen the address and port to listen on
     */
    static NginxSettings plain(String listen, List<Integer> customers, List<Integer> transactions) {
        return new NginxSettings(Map.of(
                "NGINX_PORT", listen,
                "CUSTOMERS_SERVERS", servers(customers),
                "TRANSACTIONS_SERVERS", servers(transactions),
                "RESOLVER", ListenAddress.LOOPBACK, // no name is resolved
                "ACCESS_LOG", "/dev/stdout",
                "CORS_ORIGINS", "",
                "REAL_IP_FROM", "",
                "LIMIT_RATE", "200",
                "LIMIT_BURST", "400",
                "LIMIT_CONNECTIONS", "200"));
    }

    /** Like {@link #plain}, with the environment's rate limits, trusted proxies and CORS origins. */
    static NginxSettings from(
            Map<String, String> environment, String listen, List<Integer> customers, List<Integer> transactions) {
        Map<String, String> all =
                new HashMap<>(plain(listen, customers, transactions).values());
        all.replaceAll(
                (name, fallback) -> isFromEnvironment(name) ? environment.getOrDefault(name, fallback) : fallback);
        return new NginxSettings(all);
    }

    private static boolean isFromEnvironment(String name) {
        return name.startsWith("LIMIT_") || name.equals("CORS_ORIGINS") || name.equals("REAL_IP_FROM");
    }

    NginxSettings with(String name, String value) {
        Map<String, String> changed = new HashMap<>(values);
        changed.put(name, value);
        return new NginxSettings(changed);
    }

    /** Replaces the names in a template by their values, as envsubst does. */
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
