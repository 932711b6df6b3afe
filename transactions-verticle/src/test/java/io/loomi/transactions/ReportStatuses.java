package io.loomi.transactions;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractStatuses;
import java.util.UUID;
import java.util.function.Function;

/** The statuses of the reports. */
record ReportStatuses(Bank bank, Function<Function<Person, Answer>, Answer> cutOff) {

    void addTo(ContractStatuses statuses) {
        common(statuses, "getStatement", "/api/reports/statement");
        common(statuses, "getSummary", "/api/reports/summary");
    }

    private void common(ContractStatuses statuses, String operation, String path) {
        UUID nobody = bank.customers().register();
        statuses.on(operation, 200, () -> get(bank.person(), path))
                .on(operation, 400, () -> get(bank.person(), path + "?from=7"))
                .on(operation, 401, () -> bank.api().get(path).send())
                .on(operation, 403, () -> get(bank.with(nobody), path))
                .on(
                        operation,
                        406,
                        () -> bank.api()
                                .get(path)
                                .as(bank.person().token())
                                .header("Accept", "text/html")
                                .send())
                .on(operation, 422, () -> get(bank.person(), path + "?from=2026-01-02&to=2026-01-01"))
                .on(operation, 503, () -> cutOff.apply(person -> get(person, path)));
    }

    private static Answer get(Person person, String path) {
        return person.api().get(path).as(person.token()).send();
    }
}
