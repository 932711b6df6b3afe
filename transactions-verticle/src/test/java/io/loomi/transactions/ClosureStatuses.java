package io.loomi.transactions;

import io.loomi.common.auth.Permission;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.ContractStatuses;
import java.util.UUID;
import java.util.function.Function;

/** Provokes the statuses of closing and reopening accounts. */
record ClosureStatuses(
        Bank bank, BankWithUnansweredCommits lost, Bank cut, Function<Function<TestCustomer, Answer>, Answer> cutOff) {

    void addTo(ContractStatuses statuses) {
        of(statuses, "closeAccount", "PUT");
        of(statuses, "reopenAccount", "DELETE");
        statuses.on(
                "closeAccount",
                409,
                () -> asService(bank, "PUT", path(bank.customerWith("5.00").id()))
                        .send());
    }

    private void of(ContractStatuses statuses, String operation, String method) {
        statuses.on(
                        operation,
                        204,
                        () -> asService(bank, method, unknownCustomer()).send())
                .on(
                        operation,
                        400,
                        () -> asService(bank, method, "/api/accounts/7/closures/7")
                                .send())
                .on(
                        operation,
                        401,
                        () -> bank.api().call(method, unknownCustomer()).send())
                .on(
                        operation,
                        403,
                        () -> bank.api()
                                .call(method, unknownCustomer())
                                .as(bank.admin().token())
                                .send())
                .on(
                        operation,
                        406,
                        () -> asService(bank, method, unknownCustomer())
                                .header("Accept", "a/b")
                                .send())
                .on(
                        operation,
                        503,
                        () -> cutOff.apply(
                                _ -> asService(cut, method, unknownCustomer()).send()))
                .on(
                        operation,
                        504,
                        () -> lost.during(() -> asService(lost.bank(), method, unknownCustomer())
                                .send()));
    }

    private static ContractClient.Call asService(Bank bank, String method, String path) {
        return bank.api()
                .call(method, path)
                .as(bank.with(UUID.randomUUID(), Permission.CLOSE_ACCOUNTS).token());
    }

    private static String unknownCustomer() {
        return path(UUID.randomUUID());
    }

    private static String path(UUID customer) {
        return "/api/accounts/%s/closures/%s".formatted(customer, UUID.randomUUID());
    }
}
