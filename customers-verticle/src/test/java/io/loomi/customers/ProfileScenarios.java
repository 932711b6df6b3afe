package io.loomi.customers;

import static io.loomi.customers.CustomersBench.adminToken;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.customer;

import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.ContractStatuses;

/** More statuses of the operations on profiles. */
final class ProfileScenarios {

    private ProfileScenarios() {}

    static void addTo(ContractStatuses statuses) {
        statuses.on(
                        "getOwnProfile",
                        304,
                        () -> own().header("If-None-Match", "\"v1\"").send())
                .on(
                        "getOwnProfile",
                        406,
                        () -> own().header("Accept", "text/html").send())
                .on(
                        "getUser",
                        304,
                        () -> api().get("/api/users/" + customer("Ana").id())
                                .as(adminToken())
                                .header("If-None-Match", "*")
                                .send());
    }

    private static ContractClient.Call own() {
        return api().get("/api/users/me").as(customer("Ana").token());
    }
}
