package io.loomi.common.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An ETag (RFC 9110, 8.8.3). Ours are strong and contain the version of a resource, {@code "v7"}.
 *
 * @param opaque the text between the quotes
 */
record EntityTag(boolean isWeak, String opaque) {

    private static final Pattern VERSION = Pattern.compile("v([1-9][0-9]{0,8})");

    private static final Pattern ITEM =
            Pattern.compile("[ \\t]*+(?:(W/)?+\"([\\x21\\x23-\\x7e\\x80-\\xff]*+)\"[ \\t]*+)?+(?:,|$)");

    static String of(int version) {
        return "\"v" + version + "\"";
    }

    /** Parses a list of tags; empty when any of them is malformed. */
    static List<EntityTag> list(String text) {
        List<EntityTag> tags = new ArrayList<>();
        Matcher item = ITEM.matcher(text);
        int position = 0;
        while (position < text.length()) {
            if (!item.region(position, text.length()).lookingAt()) {
                return List.of();
            }
            if (item.group(2) != null) {
                tags.add(new EntityTag(item.group(1) != null, item.group(2)));
            }
            position = item.end();
        }
        return tags;
    }

    /** Empty for a weak tag, which a strong comparison never matches, and for a tag that is not ours. */
    Optional<Integer> version() {
        Matcher version = VERSION.matcher(opaque);
        return !isWeak && version.matches() ? Optional.of(Integer.valueOf(version.group(1))) : Optional.empty();
    }

    /** @param tag with its quotes, as in a header */
    boolean matchesWeakly(String tag) {
        return list(tag).stream().anyMatch(other -> other.opaque().equals(opaque));
    }
}
