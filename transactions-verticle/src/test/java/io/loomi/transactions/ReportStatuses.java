package io.loomi.transactions;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractStatuses;
import java.util.UUID;
import java.util.function.Function;

/** The statuses of the reports. */
record ReportStatuses(Bank bank, Function<Function<TestCustomer, Answer>, Answer> cutOff) {

    void addTo(ContractStatuses statuses) {
        common(statuses, "getStatement", "/api/reports/statement");
        common(statuses, "getSummary", "/api/reports/summary");
    }

    private void common(ContractStatuses statuses, String operation, String path) {
        UUID nobody = bank.customers().register();
        statuses.on(operation, 200, () -> get(bank.customer(), path))
                .on(operation, 400, () -> get(bank.customer(), path + "?from=7"))
                .on(operation, 401, () -> bank.api().get(path).send())
                .on(operation, 403, () -> get(bank.with(nobody), path))
                .on(
                        operation,
                        406,
                        () -> bank.api()
                                .get(path)
                                .as(bank.customer().token())
                                .header("Accept", "text/html")
                                .send())
                .on(operation, 422, () -> get(bank.customer(), path + "?from=2026-01-02&to=2026-01-01"))
                .on(operation, 503, () -> cutOff.apply(customer -> get(customer, path)));
    }

    private static Answer get(TestCustomer customer, String path) {
        return customer.api().get(path).as(customer.token()).send();
    }
}
