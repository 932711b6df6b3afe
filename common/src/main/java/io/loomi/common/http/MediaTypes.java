package io.loomi.common.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a request sends, and whether it accepts JSON. */
final class MediaTypes {

    private static final String JSON = "application/json";
    private static final List<String> BY_PRECEDENCE = List.of(JSON, "application/*", "*/*");

    private MediaTypes() {}

    /** In UTF-8, that is: any other charset is another type. */
    static boolean isSentAs(String mediaType, HttpServerRequest request) {
        @Nullable String header = request.getHeader("Content-Type");
        if (header == null) {
            return false;
        }
        List<String> parts = parts(header, ";");
        return parts.getFirst().equals(mediaType)
                && parts.stream()
                        .filter(part -> part.startsWith("charset="))
                        .allMatch(part -> part.replace("\"", "").equals("charset=utf-8"));
    }

    static boolean acceptsJson(HttpServerRequest request) {
        @Nullable String header = request.getHeader("Accept");
        if (header == null || header.isBlank()) {
            return true;
        }
        List<String> ranges = parts(header, ",");
        // The most specific range that covers JSON decides; with a quality of 0 it says no.
        return BY_PRECEDENCE.stream()
                .flatMap(type -> ranges.stream()
                        .filter(range -> parts(range, ";").getFirst().equals(type)))
                .findFirst()
                .filter(range -> parts(range, ";").stream().noneMatch(part -> part.matches("q=0(\\.0{0,3})?")))
                .isPresent();
    }

    private static List<String> parts(String text, String separator) {
        return Arrays.stream(text.split(separator, -1))
                .map(part -> part.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
