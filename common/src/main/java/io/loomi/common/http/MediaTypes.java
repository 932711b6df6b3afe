package io.loomi.common.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.handler.HttpException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The media types that a request sends and accepts. */
final class MediaTypes {

    private static final Pattern QUALITY = Pattern.compile("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)");

    /** A media range of the Accept header, with its quality: 0 for not acceptable. */
    private record Range(String type, double quality) {

        private static Range of(String text) {
            List<String> parts = parts(text, ";");
            double quality = parts.stream()
                    .filter(part -> QUALITY.matcher(part).matches())
                    .findFirst()
                    .map(part -> Double.parseDouble(part.substring(2)))
                    .orElse(1.0);
            return new Range(parts.getFirst(), quality);
        }
    }

    private MediaTypes() {}

    /** Whether the body has this media type and the charset UTF-8. */
    static boolean isSentAs(String mediaType, HttpServerRequest request) {
        List<String> headers = request.headers().getAll("Content-Type");
        if (headers.size() != 1) {
            return false; // two headers are a list, not a media type
        }
        List<String> parts = parts(headers.getFirst(), ";");
        return parts.getFirst().equals(mediaType)
                && parts.stream()
                        .filter(part -> part.startsWith("charset="))
                        .allMatch(part -> part.replace("\"", "").equals("charset=utf-8"));
    }

    /** Whether the body has a content coding such as gzip; {@code identity} is none (RFC 9110, 8.4). */
    private static boolean isEncoded(HttpServerRequest request) {
        List<String> codings = request.headers().getAll("Content-Encoding");
        return !codings.isEmpty()
                && parts(String.join(",", codings), ",").stream()
                        .anyMatch(coding -> !coding.isEmpty() && !coding.equals("identity"));
    }

    /**
     * Refuses an encoded body, because 64 KiB could decompress to a thousand times that size.
     *
     * @throws HttpException with 415, and a header that says what is accepted
     */
    static void requireUnencoded(HttpServerRequest request) {
        if (isEncoded(request)) {
            request.response().putHeader("Accept-Encoding", "identity");
            throw new HttpException(415, "Send the body without Content-Encoding.");
        }
    }

    /**
     * The offered type with the highest quality, and the first of those if several have it. Empty when none is
     * acceptable.
     *
     * @param offered media types without parameters
     */
    static Optional<String> accepted(List<String> offered, HttpServerRequest request) {
        String header = String.join(",", request.headers().getAll("Accept"));
        if (header.isBlank()) {
            return Optional.of(offered.getFirst());
        }
        List<Range> ranges = parts(header, ",").stream().map(Range::of).toList();
        return offered.stream()
                .filter(type -> quality(type, ranges) > 0)
                .max(Comparator.<String>comparingDouble(type -> quality(type, ranges))
                        .thenComparingInt(type -> -offered.indexOf(type)));
    }

    /** The quality of the most specific range that covers the type. */
    private static double quality(String type, List<Range> ranges) {
        String family = type.substring(0, type.indexOf('/')) + "/*";
        return List.of(type, family, "*/*").stream()
                .flatMap(
                        covering -> ranges.stream().filter(range -> range.type().equals(covering)))
                .findFirst()
                .map(Range::quality)
                .orElse(0.0);
    }

    private static List<String> parts(String text, String separator) {
        return Arrays.stream(text.split(separator, -1))
                .map(part -> part.strip().toLowerCase(Locale.ROOT))
                .toList();
    }
}
