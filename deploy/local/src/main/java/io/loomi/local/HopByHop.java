package io.loomi.local;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The headers that concern one connection only and are not passed on (RFC 9110 §7.6.1). */
final class HopByHop {

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

    /** A sender cannot take these away by naming them: they say where a message ends and whose it is. */
    private static final Set<String> FRAMING = Set.of("content-length", "host");

    private HopByHop() {}

    /** Adds all headers but those of one connection, which are the known ones and those that {@code Connection} names. */
    static void copyOthers(MultiMap from, MultiMap to) {
        Set<String> left = new HashSet<>(NAMES);
        left.addAll(named(from.getAll(HttpHeaders.CONNECTION)));
        from.forEach((name, value) -> {
            if (!left.contains(name.toLowerCase(Locale.ROOT))) {
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
