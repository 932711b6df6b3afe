package io.loomi.transactions;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractStatuses;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;

/** The statuses of capture, void and reversal. */
record ActionStatuses(
        Bank bank, BankWithUnansweredCommits lost, Function<Function<TestCustomer, Answer>, Answer> cutOff) {

    private static final String LARGE = "{\"description\": \"" + "x".repeat(70_000) + "\"}";

    void addTo(ContractStatuses statuses) {
        statuses.on("captureTransaction", 200, () -> ofHold("capture", "{}"))
                .on("captureTransaction", 409, () -> ofCredit("capture", "{}"))
                .on("captureTransaction", 422, () -> ofHold("capture", "{\"amount\": 5.01}"))
                .on("voidTransaction", 200, () -> {
                    TestCustomer ana = bank.customerWith("5.00");
                    return ana.release(ana.hold("5.00"));
                })
                .on("voidTransaction", 409, () -> {
                    TestCustomer ana = bank.customer();
                    return ana.release(ana.credit("1.00").json().getString("id"));
                })
                .on("reverseTransaction", 201, () -> ofCredit("reversal", "{}"))
                .on("reverseTransaction", 409, () -> ofHold("reversal", "{}"))
                .on("reverseTransaction", 422, () -> ofCredit("reversal", "{\"amount\": 5.01}"))
                .on("reverseTransaction", 504, () -> {
                    TestCustomer ana = lost.customerWith("5.00");
                    String credit = ana.credit("1.00").json().getString("id");
                    return lost.during(() -> ana.reverse(credit, "{}"));
                })
                .on("captureTransaction", 504, () -> ofLostHold("capture"))
                .on("voidTransaction", 504, () -> ofLostHold("void"));
        common(statuses, "captureTransaction", "capture");
        common(statuses, "voidTransaction", "void");
        common(statuses, "reverseTransaction", "reversal");
        bodies(statuses, "captureTransaction", "capture");
        bodies(statuses, "reverseTransaction", "reversal");
    }

    private void common(ContractStatuses statuses, String operation, String action) {
        String nothing = UUID.randomUUID().toString();
        UUID reader = bank.customers().register();
        statuses.on(operation, 400, () -> bank.customer().on("7", action).send())
                .on(
                        operation,
                        401,
                        () -> bank.api()
                                .post("/api/transactions/" + nothing + "/" + action)
                                .send())
                .on(
                        operation,
                        403,
                        () -> bank.with(reader, "read:transactions")
                                .on(nothing, action)
                                .send())
                .on(operation, 404, () -> bank.customer().on(nothing, action).send())
                .on(
                        operation,
                        406,
                        () -> bank.customer()
                                .on(nothing, action)
                                .header("Accept", "a/b")
                                .send())
                .on(
                        operation,
                        503,
                        () -> cutOff.apply(
                                customer -> customer.on(nothing, action).send()));
    }

    private void bodies(ContractStatuses statuses, String operation, String action) {
        String nothing = UUID.randomUUID().toString();
        statuses.on(operation, 413, () -> bank.customer().on(nothing, action).json(LARGE))
                .on(
                        operation,
                        415,
                        () -> bank.customer()
                                .on(nothing, action)
                                .body("text/plain", "hello".getBytes(StandardCharsets.UTF_8)));
    }

    private Answer ofLostHold(String action) {
        TestCustomer ana = lost.customerWith("5.00");
        String hold = ana.hold("5.00");
        return lost.during(() -> ana.on(hold, action).send());
    }

    private Answer ofHold(String action, String json) {
        TestCustomer ana = bank.customerWith("5.00");
        return ana.on(ana.hold("5.00"), action).json(json);
    }

    private Answer ofCredit(String action, String json) {
        TestCustomer ana = bank.customer();
        return ana.on(ana.credit("5.00").json().getString("id"), action).json(json);
    }
}
