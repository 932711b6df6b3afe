package io.loomi.local;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** One line of a service's metrics, without its value. */
record Series(String name, Map<String, String> labels) {

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    static Series parse(String line) {
        Map<String, String> labels = new TreeMap<>();
        int end = line.indexOf('{');
        LABEL.matcher(line.substring(end)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        return new Series(line.substring(0, end), labels);
    }

    /** Whether the series has the label with a matching value. */
    boolean has(String label, Predicate<String> value) {
        return labels.containsKey(label) && value.test(labels.get(label));
    }

    Series with(String label, String value) {
        Map<String, String> changed = new TreeMap<>(labels);
        changed.put(label, value);
        return new Series(name, changed);
    }
}
