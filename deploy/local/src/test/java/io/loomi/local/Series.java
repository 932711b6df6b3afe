package io.loomi.local;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One line of a service's figures, without its value. */
record Series(String name, Map<String, String> labels) {

    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    static Series parse(String line) {
        Map<String, String> labels = new TreeMap<>();
        int end = line.indexOf('{');
        LABEL.matcher(line.substring(end)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        return new Series(line.substring(0, end), labels);
    }

    /** Whether it has these labels, each with its value where there is one. */
    boolean has(Map<String, String> wanted) {
        return wanted.entrySet().stream()
                .allMatch(label -> labels.containsKey(label.getKey())
                        && (label.getValue().isEmpty() || label.getValue().equals(labels.get(label.getKey()))));
    }
}
