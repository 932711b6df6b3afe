package io.loomi.load;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses pgbench's rate: transactions per second without the connection time. */
final class PgbenchRate {

    private static final Pattern RATE = Pattern.compile("(?m)^tps = ([0-9.]+) \\(without initial connection time\\)");
    private static final Pattern FAILED = Pattern.compile("(?m)^number of failed transactions: (\\d+)");

    private PgbenchRate() {}

    static double parse(String output) {
        Matcher rate = RATE.matcher(output);
        Matcher failed = FAILED.matcher(output);
        if (!rate.find() || (failed.find() && !failed.group(1).equals("0"))) {
            throw new IllegalArgumentException("pgbench failed: " + output.strip());
        }
        return Double.parseDouble(rate.group(1));
    }
}
