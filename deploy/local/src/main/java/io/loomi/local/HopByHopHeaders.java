package io.loomi.local;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Headers that concern a single connection and are not forwarded (RFC 9110 §7.6.1). */
final class HopByHopHeaders {

    private static final Set<String> NAMES = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    /** Forwarded even if {@code Connection} names them: without them the message has no length or no destination. */
    private static final Set<String> FRAMING = Set.of("content-length", "host");

    private HopByHopHeaders() {}

    /** Copies all headers except the known hop-by-hop headers and those that {@code Connection} names. */
    static void copyEndToEnd(MultiMap from, MultiMap to) {
        Set<String> dropped = new HashSet<>(NAMES);
        dropped.addAll(named(from.getAll(HttpHeaders.CONNECTION)));
        from.forEach((name, value) -> {
            if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
                to.add(name, value);
            }
        });
    }

    private static List<String> named(List<String> connection) {
        return connection.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !FRAMING.contains(name))
                .toList();
    }
}
