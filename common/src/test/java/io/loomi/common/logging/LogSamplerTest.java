package io.loomi.common.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Few of many lines, whichever order they come in. */
class LogSamplerTest {

    private static final long BEFORE_ZERO = -5; // System.nanoTime counts from anywhere

    @Test
    void takesAHundredOfASecondAndAHundredthOfTheRest() {
        assertThat(taken(350, _ -> BEFORE_ZERO)).isEqualTo(102);
    }

    @Test
    void beginsAnewWithEachSecond() {
        assertThat(taken(350, number -> BEFORE_ZERO + number / 100)).isEqualTo(350);
    }

    @Test
    void isNotLedToBeginAnewByALineOfTheSecondBefore() {
        assertThat(taken(350, number -> BEFORE_ZERO - number % 2)).isEqualTo(102);
    }

    private static long taken(int lines, LongUnaryOperator second) {
        LogSampler sample = new LogSampler();
        return LongStream.range(0, lines)
                .filter(number -> sample.takes(TimeUnit.SECONDS.toNanos(second.applyAsLong(number))))
                .count();
    }
}
