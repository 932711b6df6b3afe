package io.loomi.common.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Samples lines in any order of their times. */
class LogSamplerTest {

    private static final long BEFORE_ZERO = -5; // System.nanoTime may be negative

    @Test
    void takesAHundredLinesOfASecondAndOnePercentOfTheRest() {
        assertThat(taken(350, _ -> BEFORE_ZERO)).isEqualTo(102);
    }

    @Test
    void startsAgainEachSecond() {
        assertThat(taken(350, number -> BEFORE_ZERO + number / 100)).isEqualTo(350);
    }

    @Test
    void doesNotStartAgainForALineOfAnEarlierSecond() {
        assertThat(taken(350, number -> BEFORE_ZERO - number % 2)).isEqualTo(102);
    }

    private static long taken(int lines, LongUnaryOperator second) {
        LogSampler sampler = new LogSampler();
        return LongStream.range(0, lines)
                .filter(number -> sampler.takes(TimeUnit.SECONDS.toNanos(second.applyAsLong(number))))
                .count();
    }
}
