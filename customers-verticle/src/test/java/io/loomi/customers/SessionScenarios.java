package io.loomi.customers;

import static io.loomi.customers.CustomersBench.PASSWORD;
import static io.loomi.customers.CustomersBench.api;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.ContractStatuses;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Function;

/** Every status of the operations on sessions. */
final class SessionScenarios {

    private static final String REFRESH = "/api/auth/refresh";
    private static final String LOGOUT = "/api/auth/logout";
    private static final String PASSWORD_CHANGE = "/api/users/me/password";
    private static final String SESSIONS = "/api/users/me/sessions";
    private static final String LARGE = "{\"refreshToken\": \"" + "x".repeat(70_000) + "\"}";
    private static final String CHANGE =
            "{\"currentPassword\": \"%s\", \"newPassword\": \"staple without battery\"}".formatted(PASSWORD);

    private SessionScenarios() {}

    static void addTo(ContractStatuses statuses, CustomersWithoutDatabase withoutDatabase) {
        refreshing(statuses, withoutDatabase);
        passwords(statuses, withoutDatabase);
        withoutBody(statuses, withoutDatabase, "logout", "POST", _ -> LOGOUT);
        statuses.on(
                "logout", 204, () -> SignedIn.newCustomer().call("POST", LOGOUT).send());
        withoutBody(statuses, withoutDatabase, "listSessions", "GET", _ -> SESSIONS);
        statuses.on(
                "listSessions",
                200,
                () -> SignedIn.newCustomer().call("GET", SESSIONS).send());
        ending(statuses, withoutDatabase);
    }

    private static void refreshing(ContractStatuses statuses, CustomersWithoutDatabase withoutDatabase) {
        statuses.on("refreshTokens", 200, () -> SignedIn.newCustomer().refresh())
                .on("refreshTokens", 400, () -> api().post(REFRESH).json("{}"))
                .on("refreshTokens", 401, () -> SignedIn.refresh("nonsense"))
                .on("refreshTokens", 406, () -> refresh(api().post(REFRESH).header("Accept", "a/b"), "nonsense"))
                .on("refreshTokens", 413, () -> api().post(REFRESH).json(LARGE))
                .on("refreshTokens", 415, () -> plainText(api().post(REFRESH)))
                .on(
                        "refreshTokens",
                        503,
                        () -> refresh(withoutDatabase.api().post(REFRESH), withoutDatabase.refreshToken()));
    }

    private static void passwords(ContractStatuses statuses, CustomersWithoutDatabase withoutDatabase) {
        statuses.on("changePassword", 204, () -> change().json(CHANGE))
                .on("changePassword", 400, () -> change().json("{}"))
                .on("changePassword", 401, () -> api().post(PASSWORD_CHANGE).json(CHANGE))
                .on(
                        "changePassword",
                        403,
                        () -> SignedIn.newCustomer().changePassword("wrong", "staple without battery"))
                .on(
                        "changePassword",
                        406,
                        () -> change().header("Accept", "a/b").json(CHANGE))
                .on("changePassword", 413, () -> change().json(LARGE))
                .on("changePassword", 415, () -> plainText(change()))
                .on(
                        "changePassword",
                        503,
                        () -> withoutDatabase
                                .api()
                                .post(PASSWORD_CHANGE)
                                .as(withoutDatabase.token())
                                .json(CHANGE));
    }

    private static void ending(ContractStatuses statuses, CustomersWithoutDatabase withoutDatabase) {
        withoutBody(statuses, withoutDatabase, "endSession", "DELETE", SessionScenarios::own);
        statuses.on("endSession", 204, () -> {
                    SignedIn ana = SignedIn.newCustomer();
                    return ana.call("DELETE", own(ana)).send();
                })
                .on(
                        "endSession",
                        404,
                        () -> SignedIn.newCustomer()
                                .call("DELETE", SESSIONS + "/" + UUID.randomUUID())
                                .send());
    }

    /** The statuses that operations without a body share. */
    private static void withoutBody(
            ContractStatuses statuses,
            CustomersWithoutDatabase withoutDatabase,
            String operation,
            String method,
            Function<SignedIn, String> path) {
        SignedIn ana = SignedIn.newCustomer();
        String nobody = CustomersBench.tokenWithoutPermissions();
        statuses.on(
                        operation,
                        400,
                        () -> ana.call(method, path.apply(ana) + "?what=1").send())
                .on(operation, 401, () -> api().call(method, path.apply(ana)).send())
                .on(
                        operation,
                        403,
                        () -> api().call(method, path.apply(ana)).as(nobody).send())
                .on(
                        operation,
                        406,
                        () -> ana.call(method, path.apply(ana))
                                .header("Accept", "a/b")
                                .send())
                .on(
                        operation,
                        503,
                        () -> withoutDatabase
                                .api()
                                .call(method, path.apply(ana))
                                .as(withoutDatabase.token())
                                .send());
    }

    private static String own(SignedIn session) {
        return SESSIONS + "/" + session.sessionId();
    }

    private static ContractClient.Call change() {
        return SignedIn.newCustomer().call("POST", PASSWORD_CHANGE);
    }

    private static Answer refresh(ContractClient.Call call, String token) {
        return call.json("{\"refreshToken\": \"" + token + "\"}");
    }

    private static Answer plainText(ContractClient.Call call) {
        return call.body("text/plain", "hello".getBytes(StandardCharsets.UTF_8));
    }
}
