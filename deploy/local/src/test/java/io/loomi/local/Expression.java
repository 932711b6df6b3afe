package io.loomi.local;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** As much of an expression of Prometheus as is needed to know what it asks for. */
record Expression(String text) {

    private static final Pattern NO_NAME =
            Pattern.compile("\\{[^}]*}|\"[^\"]*\"|\\[[^]]*]|\\b(?:by|without|on|ignoring)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("\\b[a-z][a-z0-9]*(?:[_:][a-z0-9_:]+)\\b(?!\\s*\\()");
    private static final Pattern SELECTOR = Pattern.compile("\\b([a-z][a-z0-9_:]*)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|=|!=|!~)\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");

    /** A label that a selector looks at, and the one value that it must have, if it says one. */
    record Wanted(String name, Map<String, String> labels) {}

    /** Of metrics. */
    Set<String> names() {
        return all(NAME, NO_NAME.matcher(text).replaceAll(" "))
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Stream<Wanted> selectors() {
        return all(SELECTOR, text).map(found -> {
            Map<String, String> labels = new TreeMap<>();
            all(MATCHER, found.group(2))
                    .forEach(label -> labels.put(label.group(1), label.group(2).equals("=") ? label.group(3) : ""));
            return new Wanted(found.group(1), labels);
        });
    }

    /** The labels that sums are made by. */
    Set<String> groupings() {
        return all(GROUPING, text)
                .flatMap(found -> Stream.of(found.group(1).split(",", -1)))
                .map(String::strip)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<MatchResult> all(Pattern pattern, String text) {
        return pattern.matcher(text).results();
    }
}
