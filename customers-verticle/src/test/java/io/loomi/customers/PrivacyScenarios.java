package io.loomi.customers;

import static io.loomi.customers.CustomersBench.adminToken;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.customer;
import static io.loomi.customers.CustomersBench.serviceToken;

import io.loomi.common.testing.ContractStatuses;
import java.util.function.Supplier;

/** Every status of the audit, the erasures and the export. */
final class PrivacyScenarios {

    private PrivacyScenarios() {}

    static void addTo(ContractStatuses statuses, CustomersWithoutDatabase withoutDatabase) {
        reading(
                statuses,
                "listAudit",
                "/api/audit",
                CustomersBench::adminToken,
                withoutDatabase::token,
                withoutDatabase);
        reading(
                statuses,
                "listErasures",
                "/api/erasures",
                CustomersBench::serviceToken,
                withoutDatabase::serviceToken,
                withoutDatabase);
        reading(
                statuses,
                "exportOwnData",
                "/api/users/me/export",
                () -> customer("Ana").token(),
                withoutDatabase::token,
                withoutDatabase);
        statuses.on(
                        "listAudit",
                        400,
                        () -> api().get("/api/audit?subject=7").as(adminToken()).send())
                .on(
                        "listErasures",
                        400,
                        () -> api().get("/api/erasures?after=-1")
                                .as(serviceToken())
                                .send());
    }

    private static void reading(
            ContractStatuses statuses,
            String operation,
            String path,
            Supplier<String> token,
            Supplier<String> cutOffToken,
            CustomersWithoutDatabase withoutDatabase) {
        statuses.on(operation, 200, () -> api().get(path).as(token.get()).send())
                .on(
                        operation,
                        400,
                        () -> api().get(path + "?what=1").as(token.get()).send())
                .on(operation, 401, () -> api().get(path).send())
                .on(
                        operation,
                        403,
                        () -> api().get(path)
                                .as(CustomersBench.tokenWithoutPermissions())
                                .send())
                .on(
                        operation,
                        406,
                        () -> api().get(path)
                                .as(token.get())
                                .header("Accept", "a/b")
                                .send())
                .on(
                        operation,
                        503,
                        () -> withoutDatabase
                                .api()
                                .get(path)
                                .as(cutOffToken.get())
                                .send());
    }
}
