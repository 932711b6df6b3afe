package io.loomi.customers;

import static io.loomi.customers.CustomersBench.PASSWORD;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.newEmail;
import static io.loomi.customers.CustomersBench.person;
import static io.loomi.customers.CustomersBench.token;

import io.loomi.common.testing.AccessMatrix;
import io.loomi.common.testing.AccessMatrix.Request;
import io.loomi.common.testing.AccessMatrix.Who;
import io.loomi.customers.CustomersBench.Person;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every route, by everybody. A route that is not in the table fails. */
class AccessMatrixTest {

    @TestFactory
    Stream<DynamicTest> letsInWhomTheContractNamesAndNobodyElse() {
        AccessMatrix<Person> matrix = new AccessMatrix<>(api(), "customers", () -> person("Ana"));
        matrix.caller(Who.OWNER, Person::token)
                .caller(Who.ANOTHER, _ -> person("Bia").token())
                .caller(Who.ADMINISTRATOR, _ -> newAdministrator())
                .caller(Who.SERVICE, _ -> CustomersBench.serviceToken());
        open(matrix);
        own(matrix);
        named(matrix);
        return matrix.tests();
    }

    private static void open(AccessMatrix<Person> matrix) {
        matrix.named("registerUser", 201, _ -> new Request("/api/users", """
                        {"name": "Eva", "email": "%s", "password": "%s"}""".formatted(newEmail(), PASSWORD)), Map.of())
                .named(
                        "login",
                        200,
                        owner -> new Request("/api/auth/login", """
                        {"email": "%s", "password": "%s"}""".formatted(owner.email(), PASSWORD)),
                        Map.of())
                .own("refreshTokens", 401, "/api/auth/refresh", "{\"refreshToken\": \"AAAA\"}")
                .own("issueServiceToken", 401, "/api/auth/token", "grant_type=client_credentials")
                .own("listKeys", 200, "/.well-known/jwks.json", null);
    }

    private static void own(AccessMatrix<Person> matrix) {
        matrix.own("getOwnProfile", 200, "/api/users/me", null)
                .own("changeOwnProfile", 200, "/api/users/me", "{\"name\": \"Eva\"}")
                .own("deleteOwnProfile", 204, "/api/users/me", null)
                .own("changePassword", 204, "/api/users/me/password", """
                        {"currentPassword": "%s", "newPassword": "staple without battery"}""".formatted(PASSWORD))
                .own("listSessions", 200, "/api/users/me/sessions", null)
                .own("logout", 204, "/api/auth/logout", null);
    }

    private static void named(AccessMatrix<Person> matrix) {
        matrix.own("listUsers", 200, "/api/users", null)
                .named("lookUpUser", 200, owner -> new Request("/api/users/lookup?id=" + owner.id(), null), Map.of())
                .named("getUser", 200, owner -> new Request("/api/users/" + owner.id(), null), Map.of(Who.ANOTHER, 403))
                .named(
                        "endSession",
                        204,
                        owner -> new Request("/api/users/me/sessions/" + sessionOf(owner), null),
                        Map.of(Who.ANOTHER, 404, Who.ADMINISTRATOR, 404));
    }

    private static String sessionOf(Person person) {
        return api().get("/api/users/me/sessions")
                .as(person.token())
                .send()
                .json()
                .getJsonArray("data")
                .getJsonObject(0)
                .getString("id");
    }

    /** One for each question, as some end their session or leave the bank. */
    private static String newAdministrator() {
        Person person = person("Adm");
        CustomersBench.sql(
                "UPDATE users SET roles = ARRAY['user', 'admin'] WHERE id = $1",
                Tuple.of(UUID.fromString(person.id())));
        return token(person.email(), PASSWORD);
    }
}
