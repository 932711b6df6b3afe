package io.loomi.transactions.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The amounts of an account. */
class AccountTest {

    private static final UUID ANA = UUID.randomUUID();

    @Test
    void subtractsHeldMoneyFromAvailable() {
        Account account = new Account(ANA, new BigDecimal("100.5"), new BigDecimal("20"), Optional.empty());

        assertThat(account.available()).isEqualTo(new BigDecimal("80.50"));
    }

    @Test
    void isEmptyToTheCentBeforeItsFirstTransaction() {
        Account account = Account.empty(ANA);

        assertThat(account.balance()).isEqualTo(new BigDecimal("0.00"));
        assertThat(account.held()).isEqualTo(new BigDecimal("0.00"));
        assertThat(account.updatedAt()).isEmpty();
    }

    @Test
    void neverRounds() {
        assertThatThrownBy(() -> new Account(ANA, new BigDecimal("0.001"), BigDecimal.ZERO, Optional.empty()))
                .isInstanceOf(ArithmeticException.class);
    }
}
