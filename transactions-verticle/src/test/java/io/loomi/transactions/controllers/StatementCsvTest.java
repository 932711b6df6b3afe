package io.loomi.transactions.controllers;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.transactions.entities.Description;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.StatementLine;
import io.loomi.transactions.entities.TransactionType;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementCsvTest {

    @ParameterizedTest
    @ValueSource(strings = {"=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "﹫", "⁼", "−", "\t"})
    void escapesFormulas(String sign) {
        assertThat(row(sign + "1")).contains(",'" + sign + "1,");
        assertThat(row("1" + sign)).doesNotContain("'");
    }

    private static String row(String description) {
        Buffer out = Buffer.buffer();
        new StatementCsv()
                .line(
                        new StatementLine(
                                1,
                                UUID.randomUUID(),
                                TransactionType.CREDIT,
                                new Money(new BigDecimal("1.00")),
                                Optional.of(new Description(description)),
                                Instant.EPOCH,
                                BigDecimal.ONE),
                        true,
                        out);
        return out.toString();
    }
}
