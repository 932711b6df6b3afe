package io.loomi.local;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses the metrics, selectors and groupings of a PromQL expression. */
record Expression(String text) {

    private static final Pattern NOT_A_NAME =
            Pattern.compile("\\{[^}]*}|\"[^\"]*\"|\\[[^]]*]|\\b(?:by|without|on|ignoring)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("\\b[a-z][a-z0-9]*(?:[_:][a-z0-9_:]+)\\b(?!\\s*\\()");
    private static final Pattern SELECTOR = Pattern.compile("\\b([a-z][a-z0-9_:]*)\\{([^}]*)}");
    private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(=~|=|!=|!~)\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on) \\(([^)]*)\\)");

    /** A selector of PromQL: a metric and its label matchers. */
    record Selector(String name, List<LabelMatcher> matchers) {}

    /** @param operator {@code =}, {@code !=}, {@code =~} or {@code !~} */
    record LabelMatcher(String label, String operator, String value) {

        boolean matches(String found) {
            boolean isSame = operator.endsWith("~") ? found.matches(pattern(value)) : found.equals(value);
            return operator.startsWith("!") != isSame;
        }

        /** The values that the matcher names, as patterns. They must exist, also in a negative matcher. */
        Stream<String> values() {
            return operator.endsWith("~")
                    ? Stream.of(value.split("\\|", -1)).map(LabelMatcher::pattern)
                    : Stream.of(Pattern.quote(value));
        }

        /** A Grafana variable matches any value. */
        private static String pattern(String regex) {
            return regex.startsWith("$") ? ".*" : regex;
        }
    }

    /** The names of all metrics in the expression. */
    Set<String> names() {
        return all(NAME, NOT_A_NAME.matcher(text).replaceAll(" "))
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Stream<Selector> selectors() {
        return all(SELECTOR, text)
                .map(found -> new Selector(
                        found.group(1),
                        all(MATCHER, found.group(2))
                                .map(label -> new LabelMatcher(label.group(1), label.group(2), label.group(3)))
                                .toList()));
    }

    /** The labels of {@code by} and {@code on}. */
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
