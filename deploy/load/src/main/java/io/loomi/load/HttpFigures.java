package io.loomi.load;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one run of wrk.
 *
 * @param rate answers per second
 * @param errors answers with status 400 or more, and failed or timed-out connections
 */
record HttpFigures(double rate, double p50Millis, double p99Millis, long errors) {

    private static final String LINE = "measured ";
    private static final double MICROS_PER_SECOND = 1_000_000;
    private static final double MICROS_PER_MILLI = 1_000;

    /** Parses the line that {@code deploy/load/wrk/bench.lua} prints. */
    static HttpFigures parse(String output) {
        String line = output.lines()
                .filter(text -> text.startsWith(LINE))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("wrk has measured nothing: " + output.strip()));
        Map<String, Long> values = Arrays.stream(
                        line.substring(LINE.length()).strip().split(" "))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> Long.parseLong(pair[1])));
        return new HttpFigures(
                value(values, "requests") * MICROS_PER_SECOND / value(values, "duration"),
                value(values, "p50") / MICROS_PER_MILLI,
                value(values, "p99") / MICROS_PER_MILLI,
                value(values, "refused")
                        + value(values, "connect")
                        + value(values, "read")
                        + value(values, "write")
                        + value(values, "timeout"));
    }

    private static long value(Map<String, Long> values, String name) {
        @Nullable Long value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("wrk has not measured " + name);
        }
        return value;
    }
}
