package io.loomi.customers;

import static io.loomi.common.testing.AccessMatrix.CUSTOMERS;
import static io.loomi.common.testing.AccessMatrix.EVERYBODY;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.customer;
import static io.loomi.customers.CustomersBench.newEmail;
import static io.loomi.customers.CustomersBench.token;

import io.loomi.common.testing.AccessMatrix;
import io.loomi.common.testing.AccessMatrix.Request;
import io.loomi.common.testing.AccessMatrix.Who;
import io.loomi.common.testing.Slow;
import io.loomi.customers.CustomersBench.TestCustomer;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Calls every route as every kind of caller. The test fails on a route that is missing in the table. */
@Slow
class AccessMatrixTest {

    private static final Set<Who> ADMINISTRATORS = Set.of(Who.ADMINISTRATOR);
    private static final Set<Who> SERVICES = Set.of(Who.SERVICE);
    private static final Set<Who> CUSTOMERS_AND_SERVICES =
            Set.of(Who.OWNER, Who.ANOTHER, Who.ADMINISTRATOR, Who.SERVICE);

    @TestFactory
    Stream<DynamicTest> grantsAccessAsTheTableSays() {
        AccessMatrix<TestCustomer> matrix = new AccessMatrix<>(api(), "customers", () -> customer("Ana"));
        matrix.caller(Who.OWNER, TestCustomer::token)
                .caller(Who.ANOTHER, _ -> customer("Bia").token())
                .caller(Who.ADMINISTRATOR, _ -> newAdministrator())
                .caller(Who.SERVICE, _ -> CustomersBench.serviceToken());
        open(matrix);
        own(matrix);
        named(matrix);
        restricted(matrix);
        return matrix.tests();
    }

    private static void open(AccessMatrix<TestCustomer> matrix) {
        matrix.named(
                        "registerUser",
                        EVERYBODY,
                        201,
                        _ -> new Request("/api/users", """
                        {"name": "Eva", "email": "%s", "password": "%s"}""".formatted(newEmail(), PASSWORD)),
                        Map.of())
                .named(
                        "login",
                        EVERYBODY,
                        200,
                        owner -> new Request("/api/auth/login", """
                        {"email": "%s", "password": "%s"}""".formatted(owner.email(), PASSWORD)),
                        Map.of())
                .own("refreshTokens", EVERYBODY, 401, "/api/auth/refresh", "{\"refreshToken\": \"AAAA\"}")
                .own("issueServiceToken", EVERYBODY, 401, "/api/auth/token", "grant_type=client_credentials")
                .own("listKeys", EVERYBODY, 200, "/.well-known/jwks.json", null);
    }

    private static void own(AccessMatrix<TestCustomer> matrix) {
        matrix.own("getOwnProfile", CUSTOMERS, 200, "/api/users/me", null)
                .own("changeOwnProfile", CUSTOMERS, 200, "/api/users/me", "{\"name\": \"Eva\"}")
                .own("deleteOwnProfile", CUSTOMERS, 204, "/api/users/me", null)
                .own("changePassword", CUSTOMERS, 204, "/api/users/me/password", """
                        {"currentPassword": "%s", "newPassword": "staple without battery"}""".formatted(PASSWORD))
                .own("listSessions", CUSTOMERS, 200, "/api/users/me/sessions", null)
                .own("exportOwnData", CUSTOMERS, 200, "/api/users/me/export", null)
                .own("logout", CUSTOMERS, 204, "/api/auth/logout", null);
    }

    private static void named(AccessMatrix<TestCustomer> matrix) {
        matrix.own("listUsers", ADMINISTRATORS, 200, "/api/users", null)
                .named(
                        "lookUpUser",
                        SERVICES,
                        200,
                        owner -> new Request("/api/users/lookup?id=" + owner.id(), null),
                        Map.of())
                .named(
                        "getUser",
                        CUSTOMERS_AND_SERVICES,
                        200,
                        owner -> new Request("/api/users/" + owner.id(), null),
                        Map.of(Who.ANOTHER, 403))
                .named(
                        "endSession",
                        CUSTOMERS,
                        204,
                        owner -> new Request("/api/users/me/sessions/" + sessionOf(owner), null),
                        Map.of(Who.ANOTHER, 404, Who.ADMINISTRATOR, 404));
    }

    /** Operations for the customer and administrators, for administrators, or for services. */
    private static void restricted(AccessMatrix<TestCustomer> matrix) {
        matrix.named(
                        "changeUser",
                        CUSTOMERS,
                        200,
                        owner -> new Request(path(owner), "{\"name\": \"Eva\"}"),
                        Map.of(Who.ANOTHER, 403))
                .named("deleteUser", CUSTOMERS, 204, owner -> new Request(path(owner), null), Map.of(Who.ANOTHER, 403))
                .named(
                        "setUserStatus",
                        ADMINISTRATORS,
                        200,
                        owner -> new Request(path(owner) + "/status", "{\"status\": \"suspended\"}"),
                        Map.of())
                .named(
                        "setUserRoles",
                        ADMINISTRATORS,
                        200,
                        owner -> new Request(path(owner) + "/roles", "{\"roles\": [\"user\", \"admin\"]}"),
                        Map.of())
                .own("listAudit", ADMINISTRATORS, 200, "/api/audit", null)
                .own("listRevocations", SERVICES, 200, "/api/revocations", null)
                .own("listErasures", SERVICES, 200, "/api/erasures?after=0", null);
    }

    private static String path(TestCustomer customer) {
        return "/api/users/" + customer.id();
    }

    private static String sessionOf(TestCustomer customer) {
        return api().get("/api/users/me/sessions")
                .as(customer.token())
                .send()
                .json()
                .getJsonArray("data")
                .getJsonObject(0)
                .getString("id");
    }

    /** Creates an administrator for each request, because some requests end the session or delete the caller. */
    private static String newAdministrator() {
        TestCustomer customer = customer("Adm");
        CustomersBench.sql(
                "UPDATE users SET roles = ARRAY['user', 'admin'] WHERE id = $1",
                Tuple.of(UUID.fromString(customer.id())));
        return token(customer.email(), PASSWORD);
    }
}
