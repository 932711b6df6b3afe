package io.loomi.customers;

import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.customer;
import static io.loomi.customers.CustomersBench.serviceToken;

import io.loomi.common.testing.ContractStatuses;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Every status of the operations that services call. */
final class ServiceScenarios {

    private static final String TOKEN = "/api/auth/token";
    private static final String LOOK_UP = "/api/users/lookup";
    private static final String GRANT = "grant_type=client_credentials";

    private ServiceScenarios() {}

    static void addTo(ContractStatuses statuses, CustomersWithoutDatabase withoutDatabase) {
        signingIn(statuses, withoutDatabase);
        lookUps(statuses, withoutDatabase);
    }

    private static void signingIn(ContractStatuses statuses, CustomersWithoutDatabase withoutDatabase) {
        String form = GRANT + "&client_id=transactions&client_secret="
                + URLEncoder.encode(CustomersBench.SERVICE_SECRET, StandardCharsets.UTF_8);
        String large = "client_id=" + "x".repeat(70_000);
        statuses.on("issueServiceToken", 200, () -> api().post(TOKEN).form(form))
                .on("issueServiceToken", 400, () -> api().post(TOKEN).form("grant_type=password"))
                .on("issueServiceToken", 401, () -> api().post(TOKEN).form(GRANT))
                .on(
                        "issueServiceToken",
                        406,
                        () -> api().post(TOKEN).header("Accept", "a/b").form(form))
                .on("issueServiceToken", 413, () -> api().post(TOKEN).form(large))
                .on("issueServiceToken", 415, () -> api().post(TOKEN).json("{}"))
                .on("issueServiceToken", 503, () -> CustomersWithoutDatabase.service(withoutDatabase.api()));
    }

    private static void lookUps(ContractStatuses statuses, CustomersWithoutDatabase withoutDatabase) {
        String nobody = LOOK_UP + "?id=" + UUID.randomUUID();
        statuses.on(
                        "lookUpUser",
                        200,
                        () -> api().get(LOOK_UP + "?email=" + customer("Ana").email())
                                .as(serviceToken())
                                .send())
                .on(
                        "lookUpUser",
                        400,
                        () -> api().get(LOOK_UP).as(serviceToken()).send())
                .on("lookUpUser", 401, () -> api().get(nobody).send())
                .on(
                        "lookUpUser",
                        403,
                        () -> api().get(nobody).as(customer("Ana").token()).send())
                .on(
                        "lookUpUser",
                        404,
                        () -> api().get(nobody).as(serviceToken()).send())
                .on(
                        "lookUpUser",
                        406,
                        () -> api().get(nobody)
                                .as(serviceToken())
                                .header("Accept", "a/b")
                                .send())
                .on(
                        "lookUpUser",
                        503,
                        () -> withoutDatabase
                                .api()
                                .get(nobody)
                                .as(withoutDatabase.serviceToken())
                                .send());
    }
}
