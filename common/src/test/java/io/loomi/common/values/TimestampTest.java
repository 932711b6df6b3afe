package io.loomi.common.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Accepted formats of a time. */
class TimestampTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2026-01-31T12:00:00Z, 2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.123456Z, 2026-01-31T12:00:00.123456Z",
        "2026-01-31T12:00:00-03:00, 2026-01-31T15:00:00Z",
        "2026-01-01T00:30:00+02:00, 2025-12-31T22:30:00Z",
        "0001-01-01, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
        "2024-02-29, 2024-02-29T00:00:00Z",
    })
    void readsDatesAndInstants(String written, Instant meant) {
        assertThat(Timestamp.parse(written)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-1-1",
                "2026-02-29",
                "2026-13-01",
                "31/01/2026",
                "2026-01-31T12:00:00",
                "2026-01-31 12:00:00Z",
                "2026-01-31T25:00:00Z",
                "1767225600"
            })
    void refusesEverythingElse(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timestamp.parse(written))
                .withMessageStartingWith("must be a date such as");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0000-12-31", "+10000-01-01T00:00:00Z", "0001-01-01T00:00:00+01:00", "-999999999-01-01T00:00:00Z"
            })
    void refusesYearsOutOfRange(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Timestamp.parse(written))
                .withMessage("must be a time in the years 1 to 9999");
    }
}
