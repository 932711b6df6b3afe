package io.loomi.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The Markdown table that a run prints: the medians of the rounds, and the goals. */
final class Report {

    private static final List<String> HEADER = List.of(
            "what", "per second", "p50 ms", "p99 ms", "errors", "baseline", "per second", "ratio", "goal", "reached");

    private static final double KIB_PER_MIB = 1024;
    private static final double MILLIS_PER_SECOND = 1000;

    private static final double MANY_ACCOUNTS_RATIO = 2;
    private static final double MANY_ACCOUNTS_P99_MILLIS = 25;
    private static final double HOT_ACCOUNT_RATIO = 6;
    private static final double BARE_RATIO = 0.7;
    private static final double PAGE_RATIO = 0.5;
    private static final int PAGE_ROWS = 5_000_000;
    private static final double MAX_MIB = 200;
    private static final int MAX_THREADS = 20;
    private static final double MAX_START_SECONDS = 1.5;

    private final Measurements measurements;
    private final BenchOptions options;

    Report(Measurements measurements, BenchOptions options) {
        this.measurements = measurements;
        this.options = options;
    }

    String text() {
        return TextTable.of(HEADER, rows());
    }

    private List<List<String>> rows() {
        List<Sample> posts = measurements.samples(Operation.POST);
        List<Sample> gets = measurements.samples(Operation.GET);
        List<Sample> pages = measurements.samples(Operation.PAGE);
        double postP99 = Median.of(posts, sample -> sample.http().p99Millis());
        boolean isFullSize = options.rows() >= PAGE_ROWS;
        double mib = measurements.peak().residentKib() / KIB_PER_MIB;
        int threads = measurements.peak().threads();
        double start = Median.of(measurements.starts(), Duration::toMillis) / MILLIS_PER_SECOND;
        return List.of(
                row(
                        Operation.POST.title(),
                        posts,
                        "pgbench",
                        "≥ 2 ×, p99 < 25 ms",
                        reached(ratio(posts) >= MANY_ACCOUNTS_RATIO && postP99 < MANY_ACCOUNTS_P99_MILLIS)),
                row(
                        Operation.HOT.title(),
                        measurements.samples(Operation.HOT),
                        "pgbench",
                        "≥ 6 ×",
                        reached(ratio(measurements.samples(Operation.HOT)) >= HOT_ACCOUNT_RATIO)),
                row(Operation.GET.title(), gets, "pgbench", "", ""),
                row(
                        Operation.GET.title(),
                        measurements.comparedWithBareServer(),
                        "bare Vert.x",
                        "≥ 0.7 ×",
                        reached(ratio(measurements.comparedWithBareServer()) >= BARE_RATIO)),
                row(
                        Operation.PAGE.title(),
                        pages,
                        "pgbench",
                        "≥ 0.5 × at 5,000,000 rows",
                        reached(ratio(pages) >= PAGE_RATIO) + (isFullSize ? "" : text(" at %,d", options.rows()))),
                footprint("resident memory, MiB", text("%.0f", mib), "≤ 200", reached(mib <= MAX_MIB)),
                footprint("threads", String.valueOf(threads), "≤ 20", reached(threads <= MAX_THREADS)),
                footprint("start to ready, s", text("%.2f", start), "≤ 1.5", reached(start <= MAX_START_SECONDS)));
    }

    private static List<String> row(String what, List<Sample> samples, String baseline, String goal, String reached) {
        List<String> cells = new ArrayList<>();
        cells.add(what);
        cells.add(rate(Median.of(samples, sample -> sample.http().rate())));
        cells.add(millis(Median.of(samples, sample -> sample.http().p50Millis())));
        cells.add(millis(Median.of(samples, sample -> sample.http().p99Millis())));
        cells.add(text(
                "%,d",
                samples.stream().mapToLong(sample -> sample.http().errors()).sum()));
        cells.add(baseline);
        cells.add(rate(Median.of(samples, Sample::baselineRate)));
        cells.add(text("%.2f", ratio(samples)));
        cells.add(goal);
        cells.add(reached);
        return cells;
    }

    private static List<String> footprint(String what, String value, String goal, String reached) {
        return List.of(what, value, "", "", "", "", "", "", goal, reached);
    }

    private static double ratio(List<Sample> samples) {
        return Median.of(samples, Sample::ratio);
    }

    private static String reached(boolean yes) {
        return yes ? "yes" : "no";
    }

    private static String text(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String rate(double perSecond) {
        return text("%,.0f", perSecond);
    }

    private static String millis(double millis) {
        return text("%.1f", millis);
    }
}
