package io.loomi.transactions.entities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.loomi.common.testing.DeceptiveText;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Valid requests, and which of them are equal. */
class NewTransactionTest {

    private static final UUID ANA = UUID.randomUUID();

    @Test
    void hashesEqualAmountsAlike() {
        assertThat(hash(TransactionType.CREDIT, "1.000", "rent")).isEqualTo(hash(TransactionType.CREDIT, "1", "rent"));
    }

    @Test
    void hashesDifferentlyWhenAnythingDiffers() {
        byte[] hash = hash(TransactionType.CREDIT, "1.00", "rent");

        assertThat(hash(TransactionType.DEBIT, "1.00", "rent")).isNotEqualTo(hash);
        assertThat(hash(TransactionType.CREDIT, "1.01", "rent")).isNotEqualTo(hash);
        assertThat(hash(TransactionType.CREDIT, "1.00", "Rent")).isNotEqualTo(hash);
        assertThat(hash(TransactionType.CREDIT, "1.00", "")).isNotEqualTo(hash);
        assertThat(hash(TransactionType.CREDIT, "1.00", null)).isNotEqualTo(hash);
    }

    @Test
    void distinguishesNoDescriptionFromAnEmptyOne() {
        assertThat(hash(TransactionType.CREDIT, "1.00", null)).isNotEqualTo(hash(TransactionType.CREDIT, "1.00", ""));
    }

    @Test
    void countsTheCodePointsOfADescription() {
        assertThat(Description.parseNew("😀".repeat(500)).value()).isEqualTo("😀".repeat(500));
    }

    @Test
    void refusesInvisibleCharactersInADescription() {
        assertThat(DeceptiveText.REFUSED)
                .allSatisfy(character -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> Description.parseNew(DeceptiveText.with(character))));
        assertThat(DeceptiveText.NEEDED)
                .allSatisfy(character -> assertThat(Description.parseNew(DeceptiveText.with(character))
                                .value())
                        .isEqualTo(DeceptiveText.with(character)));
        assertThat(new Description(DeceptiveText.with(0x202E)).value())
                .as("a stored description")
                .contains("Ana");
    }

    @Test
    void refusesADescriptionWithControlCharacters() {
        assertThat(IntStream.concat(IntStream.rangeClosed(0, 0x1F), IntStream.rangeClosed(0x7F, 0x9F))
                        .boxed())
                .allSatisfy(character -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> Description.parseNew(DeceptiveText.with(character))));
        assertThat(new Description("of\nbefore").value()).isEqualTo("of\nbefore");
    }

    @Test
    void describesAPeriodInMicroseconds() {
        Instant now = Instant.parse("2026-01-01T00:00:00.123456789Z");
        assertThat(Period.of(Optional.empty(), now).to()).isEqualTo("2026-01-01T00:00:00.123456Z");
    }

    @Test
    void refusesADescriptionOverFiveHundredCharacters() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Description.parseNew("x".repeat(501)))
                .withMessage("must be 500 characters at most");
    }

    private static byte[] hash(TransactionType type, String amount, String description) {
        return new NewTransaction(
                        ANA,
                        type,
                        Money.of(amount),
                        Optional.ofNullable(description).map(Description::new),
                        Optional.empty(),
                        false,
                        Optional.empty())
                .hash();
    }
}
