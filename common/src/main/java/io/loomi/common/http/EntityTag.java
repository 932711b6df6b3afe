package io.loomi.common.http;

import java.util.Optional;
import java.util.regex.Pattern;

/** The version of a stored thing as a strong ETag, {@code "v7"}. */
final class EntityTag {

    private static final Pattern FORM = Pattern.compile("\"v([0-9]{1,9})\"");

    private EntityTag() {}

    static String of(int version) {
        return "\"v" + version + "\"";
    }

    static Optional<Integer> versionOf(String tag) {
        var match = FORM.matcher(tag.strip());
        return match.matches() ? Optional.of(Integer.valueOf(match.group(1))) : Optional.empty();
    }
}
