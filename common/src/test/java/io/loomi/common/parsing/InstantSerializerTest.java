package io.loomi.common.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instants are written exactly as {@link Instant#toString} writes them, with microseconds. */
class InstantSerializerTest {

    private static final long SEED = new Random().nextLong();
    private static final int INSTANTS = 100_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999Z",
                "2024-02-29T23:59:59.100Z",
                "2026-01-01T00:00:00.000001Z",
                "2026-11-28T21:05:07.120300Z",
                "0000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59Z",
                "9999-12-31T23:59:59.999999Z",
                "+10000-01-01T00:00:00Z"
            })
    void writesEdgeCases(String instant) {
        assertThat(written(Instant.parse(instant))).isEqualTo("\"" + instant + "\"");
    }

    @Test
    void writesNoNanoseconds() {
        assertThat(written(Instant.parse("2026-01-01T00:00:00.123456789Z")))
                .isEqualTo("\"2026-01-01T00:00:00.123456Z\"");
        assertThat(written(Instant.parse("1969-12-31T23:59:59.999999999Z")))
                .isEqualTo("\"1969-12-31T23:59:59.999999Z\"");
        assertThat(written(Instant.parse("2026-01-01T00:00:00.000000001Z"))).isEqualTo("\"2026-01-01T00:00:00Z\"");
    }

    @Test
    void writesAnyInstant() {
        Random random = new Random(SEED);
        List<Integer> units = List.of(1, 1_000, 1_000_000, 1_000_000_000);
        for (int i = 0; i < INSTANTS; i++) {
            long second = random.nextLong(-70_000_000_000L, 260_000_000_000L); // years -248 to 10,209
            int unit = units.get(random.nextInt(units.size()));
            Instant instant = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000) / unit * (long) unit);

            assertThat(written(instant))
                    .as("seed %d", SEED)
                    .isEqualTo("\"" + instant.truncatedTo(ChronoUnit.MICROS) + "\"");
        }
    }

    private static String written(Instant instant) {
        return StrictJson.write(instant).toString();
    }
}
