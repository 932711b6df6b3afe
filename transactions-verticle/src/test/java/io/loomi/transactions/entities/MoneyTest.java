package io.loomi.transactions.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid amounts. */
class MoneyTest {

    @ParameterizedTest
    @CsvSource({"0.01, 0.01", "1, 1.00", "1.000, 1.00", "100.5, 100.50", "1e2, 100.00", "99999999.99, 99999999.99"})
    void keepsTwoDecimals(String written, String kept) {
        assertThat(Money.of(written).value()).isEqualTo(new BigDecimal(kept));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.00", "-1", "-0.01", "0.009", "99999999.991", "100000000", "1e400", "1e-400"})
    void refusesAmountsOutOfRange(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.of(written))
                .withMessage("must be 0.01 to 99999999.99");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.011", "1.001", "99999999.981"})
    void refusesFractionsOfACent(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Money.of(written))
                .withMessage("must have two decimals at most");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NaN", "Infinity", "1,00", "0x10", "ten"})
    void refusesWhatIsNotANumber(String written) {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.of(written));
    }

    @Test
    void isEqualInAnyNotation() {
        assertThat(Money.of("1.000")).isEqualTo(Money.of("1"));
    }
}
