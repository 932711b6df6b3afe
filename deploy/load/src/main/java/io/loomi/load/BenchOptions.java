package io.loomi.load;

import io.loomi.common.config.Setting;
import io.loomi.common.config.SettingFormat;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of {@code ./loomi bench}.
 *
 * @param rows transactions in the table before the first measurement
 * @param seconds the length of one measurement
 * @param rounds how often each measurement is made
 */
record BenchOptions(int rows, int seconds, int rounds) {

    /** The number of customers: each has one account and one access token. */
    static final int CUSTOMERS = 10_000;

    /** Further transactions of a reader, which fill a page of 20 with the first one. */
    private static final int ROWS_PER_READER = 19;

    private static final String USAGE = "usage: ./loomi bench [--rows 50000] [--seconds 10] [--rounds 3]";

    private static final Setting<Integer> ROWS = Setting.of(
                    "--rows", SettingFormat.whole(20_000, 50_000_000), "transactions before the run")
            .orElse("50000");
    private static final Setting<Integer> SECONDS = Setting.of(
                    "--seconds", SettingFormat.whole(1, 300), "the length of a measurement")
            .orElse("10");
    private static final Setting<Integer> ROUNDS = Setting.of(
                    "--rounds", SettingFormat.whole(1, 99), "how often each is made")
            .orElse("3");

    private static final Set<String> NAMES = Set.of(ROWS.name(), SECONDS.name(), ROUNDS.name());

    /** @throws StartFailure when an option is unknown, lacks its value, or the value is out of range */
    static BenchOptions from(List<String> arguments) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        Map<String, String> given = new HashMap<>();
        while (!rest.isEmpty()) {
            String option = rest.pop();
            @Nullable String value = rest.poll();
            if (value == null || !NAMES.contains(option)) {
                throw new StartFailure(USAGE);
            }
            given.put(option, value);
        }
        Settings settings = new Settings(given);
        return new BenchOptions(settings.get(ROWS), settings.get(SECONDS), settings.get(ROUNDS));
    }

    /** The number of customers with at least a page of history. */
    int readers() {
        return Math.min(CUSTOMERS, (rows - CUSTOMERS) / ROWS_PER_READER);
    }
}
