package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.adminToken;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.customer;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.Slow;
import io.loomi.customers.CustomersBench.TestCustomer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditional requests for profiles (RFC 9110, 13.1). */
@Slow
class ConditionalProfileTest {

    private static final String CHANGE = "{\"name\": \"Ana Lima\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {"\"v1\"", "\"v7\", \"v1\"", "\"v1\",\"v7\"", ", \"v1\" ,", "\"a,b\", W/\"v1\", \"v1\"", "*"})
    void changesAProfileWithAMatchingTag(String tags) {
        TestCustomer ana = customer("Ana");

        assertThat(me("PATCH", ana).header("If-Match", tags).json(CHANGE))
                .hasStatus(200)
                .hasHeader("ETag", "\"v2\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"v2\"",
                "W/\"v1\"",
                "W/\"v1\", \"v2\"",
                "\"v01\"",
                "\"V1\"",
                "v1",
                "\"v1",
                "\"v1\" \"v2\"",
                "*, \"v1\"",
                "\"a, \\\"v1\\\", b\"",
                "\"\""
            })
    void changesNothingWithoutAMatchingTag(String tags) {
        TestCustomer ana = customer("Ana");

        assertThat(me("PATCH", ana).header("If-Match", tags).json(CHANGE)).isProblem(412, "precondition-failed");
        assertThat(me("GET", ana).send().json().getString("name")).isEqualTo("Ana");
    }

    @Test
    void readsSeveralHeadersAsOneList() {
        TestCustomer ana = customer("Ana");

        assertThat(me("PATCH", ana)
                        .header("If-Match", "\"v7\"")
                        .header("If-Match", "\"v1\"")
                        .json(CHANGE))
                .hasStatus(200);
        assertThat(me("GET", ana)
                        .header("If-None-Match", "\"v7\"")
                        .header("If-None-Match", "\"v2\"")
                        .send())
                .hasStatus(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v1\"", "W/\"v1\"", "\"v7\", W/\"v1\"", "\"v1\",\"v7\"", "*"})
    void answers304ForAMatchingTag(String tags) {
        TestCustomer ana = customer("Ana");

        for (String method : new String[] {"GET", "HEAD"}) {
            for (String path : new String[] {"/api/users/me", "/api/users/" + ana.id()}) {
                Answer answer = api().call(method, path)
                        .as(ana.token())
                        .header("If-None-Match", tags)
                        .send();
                assertThat(answer).hasStatus(304).hasHeader("ETag", "\"v1\"").hasHeader("Cache-Control", "no-store");
                assertThat(answer.body()).isEmpty();
                assertThat(answer.headers().map()).doesNotContainKey("content-type");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v2\"", "W/\"v2\"", "v1", "\"v1", "\"v01\"", "*, \"v1\""})
    void sendsTheProfileWithoutAMatchingTag(String tags) {
        Answer answer = me("GET", customer("Ana")).header("If-None-Match", tags).send();

        assertThat(answer).hasStatus(200).hasHeader("ETag", "\"v1\"");
        assertThat(answer.body()).isNotEmpty();
    }

    @Test
    void sendsTheProfileAfterAChange() {
        TestCustomer ana = customer("Ana");
        String tag = me("GET", ana).send().header("ETag");

        me("PATCH", ana).json(CHANGE);

        assertThat(me("GET", ana).header("If-None-Match", tag).send()).hasStatus(200);
    }

    @Test
    void checksAccessBeforeTheTag() {
        assertThat(api().get("/api/users/me").header("If-None-Match", "*").send())
                .isProblem(401, "missing-token");
        assertThat(api().get("/api/users/" + customer("Bia").id())
                        .as(customer("Ana").token())
                        .header("If-None-Match", "*")
                        .send())
                .isProblem(403, "not-yours");
        assertThat(api().get("/api/users")
                        .as(adminToken())
                        .header("If-None-Match", "*")
                        .send())
                .as("a list has no ETag")
                .hasStatus(200);
    }

    private static ContractClient.Call me(String method, TestCustomer customer) {
        return api().call(method, "/api/users/me").as(customer.token());
    }
}
