package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static io.loomi.customers.CustomersBench.api;
import static io.loomi.customers.CustomersBench.customer;
import static io.loomi.customers.CustomersBench.newEmail;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.loomi.customers.CustomersBench.TestCustomer;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A failed sign-in does not reveal whether an address is registered, neither by its answer nor by its work. */
@Slow
class SignInEnumerationTest {

    /** The service's metrics of password hashes (its worker pool) and of statements. */
    private static final Pattern HASHES =
            Pattern.compile("(?m)^vertx_pool_usage_seconds_count\\{.*pool_name=\"passwords\".*} (\\S+)$");

    private static final Pattern STATEMENTS =
            Pattern.compile("(?m)^vertx_sql_processing_time_seconds_count\\{.*} (\\S+)$");

    /**
     * Periodic tasks also run statements every second, so the test repeats a sign-in until no such statement ran during
     * it.
     */
    private static final int MAX_ATTEMPTS = 40;

    private static final Work WORK_OF_A_SIGN_IN = new Work(1, 2, 1);

    private record Work(double hashes, double statements, long records) {

        Work min(Work other) {
            return statements <= other.statements ? this : other;
        }

        Work since(Work before) {
            return new Work(hashes - before.hashes, statements - before.statements, records - before.records);
        }
    }

    @Test
    void answersAndWorksAlikeForEveryAddress() {
        Map<String, String> addresses = addresses();
        Map<String, String> answers = new LinkedHashMap<>();
        Map<String, Work> works = new LinkedHashMap<>();
        login("warm@example.com");

        addresses.forEach((who, email) -> {
            for (int i = 0; i < MAX_ATTEMPTS && !WORK_OF_A_SIGN_IN.equals(works.get(who)); i++) {
                Work before = work();
                answers.put(who, bytes(login(email)));
                Work done = Awaitility.await().until(() -> work().since(before), work -> work.hashes() == 1);
                works.merge(who, done, Work::min);
            }
        });

        assertThat(answers.values()).as(answers.toString()).containsOnly(answers.get("unknown"));
        assertThat(answers.get("unknown")).contains("wrong-credentials");
        assertThat(works.values()).as(works.toString()).containsOnly(WORK_OF_A_SIGN_IN);
    }

    @Test
    void aTakenAddressIsAConflictForActiveAndSuspendedCustomers() {
        assertThat(CustomersBench.register("Ana", customer("Ana").email(), PASSWORD))
                .isProblem(409, "email-taken");
        assertThat(CustomersBench.register("Ana", CustomersBench.suspended().email(), PASSWORD))
                .isProblem(409, "email-taken");
    }

    private static Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("unknown", newEmail());
        addresses.put("known", customer("Ana").email());
        addresses.put("suspended", CustomersBench.suspended().email());
        TestCustomer gone = customer("Gone");
        api().delete("/api/users/me").as(gone.token()).send();
        addresses.put("deleted", gone.email());
        addresses.put("placeholder of a deleted customer", gone.id() + "@deleted.invalid");
        return addresses;
    }

    private static Answer login(String email) {
        return api().post("/api/auth/login")
                .header("X-Correlation-ID", "the-same")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00")
                .json("{\"email\": \"%s\", \"password\": \"wrong password\"}".formatted(email));
    }

    private static String bytes(Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        return answer.status() + "\n" + headers + "\n" + answer.body();
    }

    private static Work work() {
        String scraped = api().get("/metrics").send().body();
        long records = CustomersBench.sql("SELECT count(*) FROM audit WHERE action = 'sign-in-refused'", Tuple.tuple())
                .iterator()
                .next()
                .getLong(0);
        return new Work(sum(HASHES, scraped), sum(STATEMENTS, scraped), records);
    }

    private static double sum(Pattern pattern, String scraped) {
        Matcher found = pattern.matcher(scraped);
        double sum = 0;
        boolean any = false;
        while (found.find()) {
            sum += Double.parseDouble(found.group(1));
            any = true;
        }
        assertThat(any).as(pattern + " in\n" + scraped).isTrue();
        return sum;
    }
}
