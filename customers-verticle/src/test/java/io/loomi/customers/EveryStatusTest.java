package io.loomi.customers;

import static io.loomi.customers.CustomersBench.PASSWORD;
import static io.loomi.customers.CustomersBench.adminToken;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.customer;
import static io.loomi.customers.CustomersBench.newEmail;
import static io.loomi.customers.CustomersBench.register;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.ContractStatuses;
import io.loomi.common.testing.Slow;
import io.loomi.customers.CustomersBench.TestCustomer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Provokes every status of the contract once. Fails on a status without a scenario or outside the contract. */
@Slow
class EveryStatusTest {

    private static final String LARGE = "{\"name\": \"" + "x".repeat(70_000) + "\"}";
    private static final CustomersWithoutDatabase OFFLINE = new CustomersWithoutDatabase();
    private static final SoleAdministrator SOLE = new SoleAdministrator();
    private static final CustomersWithUnansweredCommits UNANSWERED = new CustomersWithUnansweredCommits();

    @AfterAll
    static void close() {
        OFFLINE.close();
        SOLE.close();
        UNANSWERED.close();
    }

    @TestFactory
    Stream<DynamicTest> answersEveryStatusOfTheContract() {
        ContractStatuses statuses = ContractStatuses.of(CustomersBench.bench().vertx(), "customers");
        registration(statuses);
        profiles(statuses);
        lookUps(statuses);
        signingIn(statuses);
        ProfileScenarios.addTo(statuses);
        ServiceScenarios.addTo(statuses, OFFLINE);
        SessionScenarios.addTo(statuses, OFFLINE);
        AdministrationScenarios.addTo(statuses, OFFLINE, SOLE);
        PrivacyScenarios.addTo(statuses, OFFLINE);
        UnknownOutcomeScenarios.addTo(statuses, UNANSWERED);
        invalidRequests(statuses);
        statuses.onEvery(429, LimitedCustomers.exhausted()::ask);
        return statuses.tests();
    }

    private static void registration(ContractStatuses statuses) {
        statuses.on("registerUser", 201, () -> register("Ana", newEmail(), PASSWORD))
                .on("registerUser", 400, () -> register("", newEmail(), PASSWORD))
                .on("registerUser", 406, () -> signUp(api().post("/api/users").header("Accept", "text/html")))
                .on("registerUser", 409, () -> register("Ana", customer("Ana").email(), PASSWORD))
                .on("registerUser", 413, () -> api().post("/api/users").json(LARGE))
                .on("registerUser", 415, () -> plainText(api().post("/api/users")))
                .on("registerUser", 503, () -> signUp(OFFLINE.api().post("/api/users")));
    }

    private static void profiles(ContractStatuses statuses) {
        statuses.on("getOwnProfile", 200, () -> me("GET", customer("Ana")).send())
                .on("getOwnProfile", 401, () -> api().get("/api/users/me").send())
                .on(
                        "getOwnProfile",
                        503,
                        () -> OFFLINE.api()
                                .get("/api/users/me")
                                .as(OFFLINE.token())
                                .send())
                .on("changeOwnProfile", 200, () -> me("PATCH", customer("Ana")).json("{\"name\": \"Ana Lima\"}"))
                .on("changeOwnProfile", 400, () -> me("PATCH", customer("Ana")).json("{}"))
                .on("changeOwnProfile", 401, () -> api().patch("/api/users/me").json("{\"name\": \"A\"}"))
                .on(
                        "changeOwnProfile",
                        406,
                        () -> me("PATCH", customer("Ana"))
                                .header("Accept", "image/png")
                                .json("{\"name\": \"A\"}"))
                .on(
                        "changeOwnProfile",
                        409,
                        () -> me("PATCH", customer("Ana"))
                                .json("{\"email\": \"" + customer("Bia").email() + "\"}"))
                .on(
                        "changeOwnProfile",
                        412,
                        () -> me("PATCH", customer("Ana"))
                                .header("If-Match", "\"v7\"")
                                .json("{\"name\": \"A\"}"))
                .on("changeOwnProfile", 413, () -> me("PATCH", customer("Ana")).json(LARGE))
                .on("changeOwnProfile", 415, () -> plainText(me("PATCH", customer("Ana"))))
                .on(
                        "changeOwnProfile",
                        503,
                        () -> OFFLINE.api()
                                .patch("/api/users/me")
                                .as(OFFLINE.token())
                                .json("{\"name\": \"A\"}"))
                .on("deleteOwnProfile", 204, () -> me("DELETE", customer("Ana")).send())
                .on("deleteOwnProfile", 401, () -> api().delete("/api/users/me").send())
                .on(
                        "deleteOwnProfile",
                        406,
                        () -> me("DELETE", customer("Ana"))
                                .header("Accept", "a/b")
                                .send())
                .on(
                        "deleteOwnProfile",
                        503,
                        () -> OFFLINE.api()
                                .delete("/api/users/me")
                                .as(OFFLINE.token())
                                .send());
    }

    private static void invalidRequests(ContractStatuses statuses) {
        String nobody = CustomersBench.tokenWithoutPermissions();
        String unknown = "/api/users/me?what=1";
        statuses.on(
                        "getOwnProfile",
                        400,
                        () -> api().get(unknown).as(customer("Ana").token()).send())
                .on(
                        "getOwnProfile",
                        403,
                        () -> api().get("/api/users/me").as(nobody).send())
                .on(
                        "changeOwnProfile",
                        403,
                        () -> api().patch("/api/users/me").as(nobody).json("{\"name\": \"A\"}"))
                .on(
                        "deleteOwnProfile",
                        400,
                        () -> api().delete(unknown).as(customer("Ana").token()).send())
                .on(
                        "deleteOwnProfile",
                        403,
                        () -> api().delete("/api/users/me").as(nobody).send())
                .on(
                        "listKeys",
                        400,
                        () -> api().get("/.well-known/jwks.json?what=1").send());
    }

    private static void lookUps(ContractStatuses statuses) {
        String nobody = "/api/users/" + UUID.randomUUID();
        statuses.on(
                        "getUser",
                        200,
                        () -> api().get("/api/users/" + customer("Ana").id())
                                .as(adminToken())
                                .send())
                .on(
                        "getUser",
                        400,
                        () -> api().get("/api/users/7").as(adminToken()).send())
                .on("getUser", 401, () -> api().get(nobody).send())
                .on(
                        "getUser",
                        403,
                        () -> api().get(nobody).as(customer("Ana").token()).send())
                .on("getUser", 404, () -> api().get(nobody).as(adminToken()).send())
                .on(
                        "getUser",
                        406,
                        () -> api().get(nobody)
                                .as(adminToken())
                                .header("Accept", "a/b")
                                .send())
                .on(
                        "getUser",
                        503,
                        () -> OFFLINE.api()
                                .get("/api/users/" + OFFLINE.id())
                                .as(OFFLINE.token())
                                .send())
                .on(
                        "listUsers",
                        200,
                        () -> api().get("/api/users").as(adminToken()).send())
                .on(
                        "listUsers",
                        400,
                        () -> api().get("/api/users?limit=0").as(adminToken()).send())
                .on("listUsers", 401, () -> api().get("/api/users").send())
                .on(
                        "listUsers",
                        403,
                        () -> api().get("/api/users")
                                .as(customer("Ana").token())
                                .send())
                .on(
                        "listUsers",
                        406,
                        () -> api().get("/api/users")
                                .as(adminToken())
                                .header("Accept", "a/b")
                                .send())
                .on(
                        "listUsers",
                        503,
                        () -> OFFLINE.api()
                                .get("/api/users")
                                .as(OFFLINE.token())
                                .send());
    }

    private static void signingIn(ContractStatuses statuses) {
        statuses.on("login", 200, () -> CustomersBench.login(customer("Ana").email(), PASSWORD))
                .on("login", 400, () -> api().post("/api/auth/login").json("{\"email\": 1}"))
                .on("login", 401, () -> CustomersBench.login(customer("Ana").email(), "wrong password"))
                .on(
                        "login",
                        403,
                        () -> CustomersBench.login(CustomersBench.suspended().email(), PASSWORD))
                .on("login", 406, () -> signIn(api().post("/api/auth/login").header("Accept", "a/b")))
                .on("login", 413, () -> api().post("/api/auth/login").json(LARGE))
                .on("login", 415, () -> plainText(api().post("/api/auth/login")))
                .on("login", 503, () -> signIn(OFFLINE.api().post("/api/auth/login")))
                .on("listKeys", 200, () -> api().get("/.well-known/jwks.json").send())
                .on(
                        "listKeys",
                        406,
                        () -> api().get("/.well-known/jwks.json")
                                .header("Accept", "a/b")
                                .send());
    }

    private static ContractClient.Call me(String method, TestCustomer customer) {
        return api().call(method, "/api/users/me").as(customer.token());
    }

    private static Answer signUp(ContractClient.Call call) {
        return call.json("{\"name\": \"Jo\", \"email\": \"%s\", \"password\": \"%s\"}".formatted(newEmail(), PASSWORD));
    }

    private static Answer signIn(ContractClient.Call call) {
        return call.json("{\"email\": \"ana@example.com\", \"password\": \"%s\"}".formatted(PASSWORD));
    }

    private static Answer plainText(ContractClient.Call call) {
        return call.body("text/plain", "hello".getBytes(StandardCharsets.UTF_8));
    }
}
