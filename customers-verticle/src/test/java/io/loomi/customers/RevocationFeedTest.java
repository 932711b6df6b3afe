package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.adminToken;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.serviceToken;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Services read revocations. */
@Slow
class RevocationFeedTest {

    @Test
    void listsEverySessionOnItsPages() {
        String service = serviceToken();
        String since = read(service, "?limit=1").json().getString("since");
        List<String> ended = IntStream.range(0, 5)
                .mapToObj(i -> SignedIn.newCustomer())
                .map(customer -> {
                    customer.call("POST", "/api/auth/logout").send();
                    return customer.sessionId();
                })
                .toList();

        List<String> found = new ArrayList<>();
        String next = "?limit=2&since=" + since;
        while (next != null) {
            JsonObject page = read(service, next).json();
            page.getJsonArray("data").forEach(revocation -> found.add(((JsonObject) revocation).getString("subject")));
            next = page.getBoolean("hasMore") ? "?limit=2&cursor=" + page.getString("nextCursor") : null;
        }

        assertThat(found).doesNotHaveDuplicates().containsSubsequence(ended);
    }

    @Test
    void returnsATimeBeforeTheReadingForTheNextOne() {
        JsonObject page = read(serviceToken(), "").json();

        assertThat(Instant.parse(page.getString("since")))
                .isBefore(Instant.now().minusSeconds(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"now", "2026-01-31", "%2B999999999-12-31T00:00:00Z", "-9999-01-01T00:00:00Z"})
    void refusesInvalidTimes(String since) {
        assertThat(read(serviceToken(), "?since=" + since))
                .isProblem(400, "invalid-request")
                .hasViolationsAt("query/since");
    }

    @Test
    void isForServicesOnly() {
        assertThat(read(adminToken(), "")).isProblem(403, "missing-permission");
    }

    private static Answer read(String token, String query) {
        return api().get("/api/revocations" + query).as(token).send();
    }
}
