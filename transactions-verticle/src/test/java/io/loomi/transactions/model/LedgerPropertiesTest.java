package io.loomi.transactions.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Slow;
import io.loomi.transactions.Bank;
import io.loomi.transactions.model.Operation.Capture;
import io.loomi.transactions.model.Operation.Credit;
import io.loomi.transactions.model.Operation.Debit;
import io.loomi.transactions.model.Operation.Repetition;
import io.loomi.transactions.model.Operation.Reversal;
import io.loomi.transactions.model.Operation.Transfer;
import io.loomi.transactions.model.Operation.Void;
import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

/** For any sequence of operations, the bank and a simple model give the same results. */
@Slow
@Tag("slow")
class LedgerPropertiesTest {

    private static final int CUSTOMERS = 3;
    private static final int MAX_OPERATIONS = 40;

    private final Bank bank = Bank.shared();

    @Property(tries = 60)
    void agreesWithItsModel(@ForAll("operations") List<Operation> operations) {
        ModelledBank both = new ModelledBank(bank, CUSTOMERS);

        for (Operation operation : operations) {
            assertThat(both.answer(operation))
                    .as("%s in %s", operation, operations)
                    .isEqualTo(both.expected());
        }

        both.assertSameAccounts();
    }

    @Provide
    Arbitrary<List<Operation>> operations() {
        Arbitrary<Integer> customer =
                Arbitraries.integers().between(0, CUSTOMERS - 1).withoutEdgeCases();
        Arbitrary<Integer> earlier = Arbitraries.integers().between(0, MAX_OPERATIONS);
        Arbitrary<Boolean> held = Arbitraries.of(true, false);
        Arbitrary<Boolean> stranger = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
        Arbitrary<BigDecimal> income = amount("20.00", "90.00");
        Arbitrary<BigDecimal> amount = amount("0.01", "40.00");
        Arbitrary<BigDecimal> part = amount("0.01", "20.00").injectNull(0.5);
        return Arbitraries.frequencyOf(
                        Tuple.of(6, Combinators.combine(customer, income).<Operation>as(Credit::new)),
                        Tuple.of(4, Combinators.combine(customer, amount, held).<Operation>as(Debit::new)),
                        Tuple.of(
                                4,
                                Combinators.combine(customer, customer, amount, held)
                                        .<Operation>as(Transfer::new)),
                        Tuple.of(3, Combinators.combine(earlier, stranger, part).<Operation>as(Capture::new)),
                        Tuple.of(1, Combinators.combine(earlier, stranger).<Operation>as(Void::new)),
                        Tuple.of(5, Combinators.combine(earlier, stranger, part).<Operation>as(Reversal::new)),
                        Tuple.of(1, earlier.<Operation>map(Repetition::new)))
                .list()
                .ofMinSize(MAX_OPERATIONS / 2)
                .ofMaxSize(MAX_OPERATIONS);
    }

    private static Arbitrary<BigDecimal> amount(String min, String max) {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal(min), new BigDecimal(max))
                .ofScale(2)
                .withoutEdgeCases();
    }
}
