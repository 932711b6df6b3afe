package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.adminToken;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.customer;
import static io.loomi.customers.CustomersBench.serviceToken;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.loomi.customers.CustomersBench.TestCustomer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services look customers up. */
@Slow
class LookUpTest {

    @Test
    void returnsOnlyIdAndStatusByIdOrEmail() {
        TestCustomer ana = customer("Ana");

        Answer byId = lookUp("id=" + ana.id());
        Answer byEmail = lookUp("email=" + ana.email());

        assertThat(byId).hasStatus(200);
        assertThat(byId.json().getMap()).containsOnlyKeys("id", "status");
        assertThat(byId.json().getString("id")).isEqualTo(ana.id());
        assertThat(byId.json().getString("status")).isEqualTo("active");
        assertThat(byEmail).hasStatus(200);
        assertThat(byEmail.json()).isEqualTo(byId.json());
    }

    @Test
    void comparesEmailAddressesAsRegistrationDoes() {
        TestCustomer ana = customer("Ana");
        String fullWidth = ana.email().replace("person", "ｐｅｒｓｏｎ").replace("example", "EXAMPLE");

        assertThat(lookUp("email=" + encoded(fullWidth)).json().getString("id")).isEqualTo(ana.id());
        assertThat(lookUp("email=" + encoded(" " + ana.email().toUpperCase(Locale.ROOT)))
                        .json()
                        .getString("id"))
                .isEqualTo(ana.id());
    }

    @Test
    void findsASuspendedCustomer() {
        TestCustomer suspended = CustomersBench.suspended();

        assertThat(lookUp("email=" + suspended.email()).json().getString("status"))
                .isEqualTo("suspended");
        assertThat(lookUp("id=" + suspended.id()).json().getString("status")).isEqualTo("suspended");
    }

    @Test
    void doesNotFindUnknownAndDeletedCustomers() {
        TestCustomer gone = customer("Gone");
        api().delete("/api/users/me").as(gone.token()).send();

        assertThat(lookUp("id=" + UUID.randomUUID())).isProblem(404, "not-found");
        assertThat(lookUp("email=nobody@example.com")).isProblem(404, "not-found");
        assertThat(lookUp("id=" + gone.id())).isProblem(404, "not-found");
        assertThat(lookUp("email=" + gone.email())).isProblem(404, "not-found");
        assertThat(lookUp("email=" + gone.id() + "@deleted.invalid")).isProblem(404, "not-found");
    }

    @Test
    void requiresEitherIdOrEmail() {
        assertThat(lookUp("")).isProblem(400, "invalid-request").hasViolationsAt("query/email", "query/id");
        assertThat(lookUp("email=ana@example.com&id=" + UUID.randomUUID()))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("query/email", "query/id");
    }

    @ParameterizedTest
    @CsvSource({
        "email=ana, query/email",
        "email=, query/email",
        "id=7, query/id",
        "id=, query/id",
        "name=Ana, query/name"
    })
    void reportsAnInvalidParameter(String query, String pointer) {
        assertThat(lookUp(query)).isProblem(400, "invalid-request").hasViolationsAt(pointer);
    }

    @Test
    void isForServicesOnly() {
        TestCustomer ana = customer("Ana");
        String path = "/api/users/lookup?id=" + ana.id();

        assertThat(api().get(path).as(ana.token()).send()).isProblem(403, "missing-permission");
        assertThat(api().get(path).as(adminToken()).send()).isProblem(403, "missing-permission");
        assertThat(api().get(path).send()).isProblem(401, "missing-token");
    }

    @Test
    void letsServicesReadAProfileToo() {
        TestCustomer ana = customer("Ana");

        Answer profile = api().get("/api/users/" + ana.id()).as(serviceToken()).send();

        assertThat(profile).hasStatus(200);
        assertThat(profile.json().getString("email")).isEqualTo(ana.email());
        assertThat(api().get("/api/users/" + UUID.randomUUID())
                        .as(serviceToken())
                        .send())
                .isProblem(404, "not-found");
    }

    private static Answer lookUp(String query) {
        return api().get("/api/users/lookup?" + query).as(serviceToken()).send();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
