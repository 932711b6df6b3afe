package io.loomi.common.config;

import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Parses the text of a setting.
 *
 * @param expectation completes the sentence "NAME must be …"
 * @param parser throws an {@link IllegalArgumentException} for text in another format
 */
public record SettingFormat<T>(String expectation, Function<String, T> parser) {

    public static final SettingFormat<String> TEXT = new SettingFormat<>("text", Function.identity());

    public static final SettingFormat<Integer> PORT = whole(0, 65535);

    public static final SettingFormat<List<String>> LIST = new SettingFormat<>(
            "a list separated by commas",
            text -> Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(item -> !item.isEmpty())
                    .toList());

    public static final SettingFormat<Boolean> SWITCH = new SettingFormat<>("true or false", text -> switch (text) {
        case "true", "on" -> true;
        case "false", "off" -> false;
        default -> throw new IllegalArgumentException(text);
    });

    public static final SettingFormat<URI> HTTP_URL = url("http", "https");

    public static final SettingFormat<URI> POSTGRES_URL = url("postgresql", "postgres");

    public static final SettingFormat<URI> REDIS_URL = url("redis", "rediss");

    public static SettingFormat<Integer> whole(int min, int max) {
        return new SettingFormat<>("a whole number from " + min + " to " + max, text -> {
            int number = Integer.parseInt(text);
            if (number < min || number > max) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    /** An ISO 8601 duration in days and smaller units. A day has 24 hours. */
    public static SettingFormat<Duration> duration(Duration min, Duration max) {
        return new SettingFormat<>("an ISO 8601 duration from %s to %s".formatted(inDays(min), inDays(max)), text -> {
            Duration duration = parsed(text);
            if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
                throw new IllegalArgumentException(text);
            }
            return duration;
        });
    }

    private static Duration parsed(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    /** {@link Duration#toString} knows no days. */
    private static String inDays(Duration duration) {
        Duration rest = duration.minusDays(duration.toDays());
        return rest.isZero() ? "P" + duration.toDays() + "D" : duration.toString();
    }

    public static <E extends Enum<E>> SettingFormat<E> oneOf(Class<E> type) {
        String names = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return new SettingFormat<>("one of " + names, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    private static SettingFormat<URI> url(String scheme, String alias) {
        return new SettingFormat<>("a URL such as " + scheme + "://host:port", text -> {
            URI url = URI.create(text);
            boolean known = scheme.equals(url.getScheme()) || alias.equals(url.getScheme());
            if (!known || url.getHost() == null) {
                throw new IllegalArgumentException(text);
            }
            return url;
        });
    }
}
