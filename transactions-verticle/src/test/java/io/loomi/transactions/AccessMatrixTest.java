package io.loomi.transactions;

import static io.loomi.common.testing.AccessMatrix.CUSTOMERS;

import io.loomi.common.auth.Permission;
import io.loomi.common.testing.AccessMatrix;
import io.loomi.common.testing.AccessMatrix.Request;
import io.loomi.common.testing.AccessMatrix.Who;
import io.loomi.common.testing.Slow;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Calls every route as every kind of caller. The test fails on a route that is missing in the table. */
@Slow
class AccessMatrixTest {

    private static final Bank BANK = Bank.shared();
    private static final Set<Who> SERVICES = Set.of(Who.SERVICE);
    private static final String TRANSACTIONS = "/api/transactions";

    @TestFactory
    Stream<DynamicTest> admitsOnlyTheCallersInTheTable() {
        AccessMatrix<TestCustomer> matrix =
                new AccessMatrix<>(BANK.api(), "transactions", () -> BANK.customerWith("100.00"));
        matrix.caller(Who.OWNER, TestCustomer::token)
                .caller(Who.ANOTHER, _ -> BANK.customerWith("100.00").token())
                .caller(Who.ADMINISTRATOR, _ -> BANK.admin().token())
                .caller(
                        Who.SERVICE,
                        _ -> BANK.with(UUID.randomUUID(), Permission.CLOSE_ACCOUNTS)
                                .token());
        own(matrix);
        named(matrix);
        return matrix.tests();
    }

    private static void own(AccessMatrix<TestCustomer> matrix) {
        matrix.own("postTransaction", CUSTOMERS, 201, TRANSACTIONS, "{\"type\": \"credit\", \"amount\": 1}")
                .named("closeAccount", SERVICES, 409, AccessMatrixTest::closure, Map.of())
                .named("reopenAccount", SERVICES, 204, AccessMatrixTest::closure, Map.of())
                .own("getOwnAccount", CUSTOMERS, 200, "/api/accounts/me", null)
                .own("getStatement", CUSTOMERS, 200, "/api/reports/statement", null)
                .own("getSummary", CUSTOMERS, 200, "/api/reports/summary", null);
    }

    /** Closes the owner's account, which fails because it contains money. */
    private static Request closure(TestCustomer owner) {
        return new Request("/api/accounts/" + owner.id() + "/closures/" + UUID.randomUUID(), null);
    }

    private static void named(AccessMatrix<TestCustomer> matrix) {
        Map<Who, Integer> hidden = Map.of(Who.ANOTHER, 404, Who.ADMINISTRATOR, 404);
        matrix.named(
                        "listTransactions",
                        CUSTOMERS,
                        200,
                        owner -> new Request(TRANSACTIONS + "?userId=" + owner.id(), null),
                        Map.of(Who.ANOTHER, 403))
                .named(
                        "getTransaction",
                        CUSTOMERS,
                        200,
                        owner -> new Request(TRANSACTIONS + "/" + owner.hold("1.00"), null),
                        Map.of(Who.ANOTHER, 404))
                .named("captureTransaction", CUSTOMERS, 200, owner -> action(owner.hold("1.00"), "capture"), hidden)
                .named("voidTransaction", CUSTOMERS, 200, owner -> action(owner.hold("1.00"), "void"), hidden)
                .named(
                        "reverseTransaction",
                        CUSTOMERS,
                        201,
                        owner -> action(idOfDebit(owner), "reversal"),
                        Map.of(Who.ANOTHER, 404));
    }

    private static String idOfDebit(TestCustomer customer) {
        return customer.debit("1.00").json().getString("id");
    }

    private static Request action(String id, String action) {
        return new Request(TRANSACTIONS + "/" + id + "/" + action, action.equals("void") ? null : "{}");
    }
}
