package io.loomi.customers;

import static io.loomi.customers.CustomersBench.adminToken;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.customer;
import static io.loomi.customers.CustomersBench.serviceToken;

import io.loomi.common.testing.ContractStatuses;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Every status of the administration of customers and of the revocation feed. */
final class AdministrationScenarios {

    private static final String FEED = "/api/revocations";
    private static final String LARGE = "{\"name\": \"" + "x".repeat(70_000) + "\"}";

    private record Operation(String id, String method, String path, String body) {}

    private static final List<Operation> CHANGES = List.of(
            new Operation("changeUser", "PATCH", "", "{\"name\": \"A\"}"),
            new Operation("setUserStatus", "PUT", "/status", "{\"status\": \"suspended\"}"),
            new Operation("setUserRoles", "PUT", "/roles", "{\"roles\": [\"user\", \"admin\"]}"));

    private AdministrationScenarios() {}

    static void addTo(ContractStatuses statuses, CustomersWithoutDatabase withoutDatabase, SoleAdministrator sole) {
        CHANGES.forEach(operation -> change(statuses, withoutDatabase, operation));
        conflicts(statuses, sole);
        deletion(statuses, withoutDatabase);
        feed(statuses, withoutDatabase);
    }

    private static void change(
            ContractStatuses statuses, CustomersWithoutDatabase withoutDatabase, Operation operation) {
        String method = operation.method();
        String body = operation.body();
        String nobody = path(UUID.randomUUID().toString()) + operation.path();
        String id = operation.id();
        statuses.on(
                        id,
                        200,
                        () -> api().call(method, path(customer("Ana").id()) + operation.path())
                                .as(adminToken())
                                .json(body))
                .on(id, 400, () -> api().call(method, nobody).as(adminToken()).json("{}"))
                .on(id, 401, () -> api().call(method, nobody).json(body))
                .on(
                        id,
                        403,
                        () -> api().call(method, nobody)
                                .as(customer("Ana").token())
                                .json(body))
                .on(id, 404, () -> api().call(method, nobody).as(adminToken()).json(body))
                .on(
                        id,
                        406,
                        () -> api().call(method, nobody)
                                .as(adminToken())
                                .header("Accept", "a/b")
                                .json(body))
                .on(id, 413, () -> api().call(method, nobody).as(adminToken()).json(LARGE))
                .on(
                        id,
                        415,
                        () -> api().call(method, nobody)
                                .as(adminToken())
                                .body("text/plain", "hello".getBytes(StandardCharsets.UTF_8)))
                .on(
                        id,
                        503,
                        () -> withoutDatabase
                                .api()
                                .call(method, nobody)
                                .as(withoutDatabase.token())
                                .json(body));
    }

    private static void conflicts(ContractStatuses statuses, SoleAdministrator sole) {
        statuses.on(
                        "changeUser",
                        409,
                        () -> api().patch(path(customer("Ana").id()))
                                .as(adminToken())
                                .json("{\"email\": \"" + customer("Bia").email() + "\"}"))
                .on(
                        "changeUser",
                        412,
                        () -> api().patch(path(customer("Ana").id()))
                                .as(adminToken())
                                .header("If-Match", "\"v7\"")
                                .json("{\"name\": \"A\"}"))
                .on(
                        "setUserStatus",
                        409,
                        () -> sole.api()
                                .call("PUT", path(sole.id()) + "/status")
                                .as(sole.token())
                                .json("{\"status\": \"suspended\"}"))
                .on("setUserRoles", 409, () -> sole.demote(sole.id(), sole.token()))
                .on(
                        "deleteUser",
                        409,
                        () -> sole.api()
                                .delete(path(sole.id()))
                                .as(sole.token())
                                .send())
                .on(
                        "deleteOwnProfile",
                        409,
                        () -> sole.api()
                                .delete("/api/users/me")
                                .as(sole.token())
                                .send());
    }

    private static void deletion(ContractStatuses statuses, CustomersWithoutDatabase withoutDatabase) {
        String nobody = path(UUID.randomUUID().toString());
        statuses.on(
                        "deleteUser",
                        204,
                        () -> api().delete(path(customer("Ana").id()))
                                .as(adminToken())
                                .send())
                .on(
                        "deleteUser",
                        400,
                        () -> api().delete(nobody + "?what=1").as(adminToken()).send())
                .on("deleteUser", 401, () -> api().delete(nobody).send())
                .on(
                        "deleteUser",
                        403,
                        () -> api().delete(nobody).as(customer("Ana").token()).send())
                .on(
                        "deleteUser",
                        404,
                        () -> api().delete(nobody).as(adminToken()).send())
                .on(
                        "deleteUser",
                        406,
                        () -> api().delete(nobody)
                                .as(adminToken())
                                .header("Accept", "a/b")
                                .send())
                .on(
                        "deleteUser",
                        503,
                        () -> withoutDatabase
                                .api()
                                .delete(nobody)
                                .as(withoutDatabase.token())
                                .send());
    }

    private static void feed(ContractStatuses statuses, CustomersWithoutDatabase withoutDatabase) {
        statuses.on(
                        "listRevocations",
                        200,
                        () -> api().get(FEED).as(serviceToken()).send())
                .on(
                        "listRevocations",
                        400,
                        () -> api().get(FEED + "?since=now").as(serviceToken()).send())
                .on("listRevocations", 401, () -> api().get(FEED).send())
                .on(
                        "listRevocations",
                        403,
                        () -> api().get(FEED).as(adminToken()).send())
                .on(
                        "listRevocations",
                        406,
                        () -> api().get(FEED)
                                .as(serviceToken())
                                .header("Accept", "a/b")
                                .send())
                .on(
                        "listRevocations",
                        503,
                        () -> withoutDatabase
                                .api()
                                .get(FEED)
                                .as(withoutDatabase.serviceToken())
                                .send());
    }

    private static String path(String id) {
        return "/api/users/" + id;
    }
}
