package io.loomi.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.StartFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {

    @Test
    void hasDefaultsForEverything() {
        assertThat(BenchOptions.from(List.of())).isEqualTo(new BenchOptions(50_000, 10, 3));
    }

    @Test
    void takesOptionsInAnyOrder() {
        assertThat(BenchOptions.from(List.of("--rounds", "5", "--rows", "5000000", "--seconds", "2")))
                .isEqualTo(new BenchOptions(5_000_000, 2, 5));
    }

    @Test
    void rejectsInvalidOptions() {
        assertThatThrownBy(() -> BenchOptions.from(List.of("--rows", "many")))
                .isInstanceOf(StartFailure.class)
                .hasMessage("--rows is \"many\", but must be a whole number from 20000 to 50000000.");
        assertThatThrownBy(() -> BenchOptions.from(List.of("--rounds", "0")))
                .hasMessage("--rounds is \"0\", but must be a whole number from 1 to 99.");
        assertThatThrownBy(() -> BenchOptions.from(List.of("--seconds")))
                .hasMessage("usage: ./loomi bench [--rows 50000] [--seconds 10] [--rounds 3]");
        assertThatThrownBy(() -> BenchOptions.from(List.of("--fast", "1"))).isInstanceOf(StartFailure.class);
    }

    @Test
    void givesEachReaderAPageOrMore() {
        assertThat(BenchOptions.from(List.of("--rows", "20000")).readers()).isEqualTo(526);
        assertThat(BenchOptions.from(List.of()).readers()).isEqualTo(2105);
        assertThat(BenchOptions.from(List.of("--rows", "5000000")).readers()).isEqualTo(10_000);
    }
}
