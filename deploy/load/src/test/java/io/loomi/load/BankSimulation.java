package io.loomi.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.listFeeder;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.net.URI;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Simulates customers. Most arrivals are signed-in customers with one request. One in a hundred is new and does everything once:
 * few, as hashing a password takes tens of milliseconds of a core by design.
 *
 * <p>System properties: {@code loomi.url} is the bank's address, {@code loomi.profile} the arrival profile, and {@code
 * loomi.seconds} overrides the profile's length.
 */
public final class BankSimulation extends Simulation {

    static final String PASSWORD = "correct horse battery";

    private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
    private static final double MAX_FAILED_PERCENT = 1;
    private static final int MAX_P95_MILLIS = 300;

    private final String url = local(System.getProperty("loomi.url", "http://127.0.0.1:8080"));
    private final Profile profile = Profile.named(System.getProperty("loomi.profile", "one"));

    private @Nullable ProcessorTime processors;

    private final ChainBuilder deposit = exec(money("deposit", "{\"type\":\"credit\",\"amount\":12.50}"));
    private final ChainBuilder transfer =
            exec(money("transfer", "{\"type\":\"transfer\",\"amount\":0.50,\"recipientEmail\":\"#{recipient}\"}"));
    private final ChainBuilder account = exec(get("account", "/api/accounts/me"));
    private final ChainBuilder history = exec(get("history", "/api/transactions?limit=20"));
    private final ChainBuilder statement =
            exec(get("statement", "/api/reports/statement?from=" + LocalDate.now(ZoneOffset.UTC)));

    private final ChainBuilder newcomer = exec(session ->
                    session.set("email", "new-" + UUID.randomUUID() + "@example.com"))
            .exec(open("register", "/api/users", "{\"name\":\"New Here\",\"email\":\"#{email}\",\"password\":\"%s\"}")
                    .check(status().is(201)))
            .exec(open("sign in", "/api/auth/login", "{\"email\":\"#{email}\",\"password\":\"%s\"}")
                    .check(status().is(200), jsonPath("$.accessToken").saveAs("token")))
            .exec(deposit, transfer, account, history, statement);

    public BankSimulation() {
        var customers = listFeeder(new SignedInCustomers(url, RUN).prepare(profile.customers))
                .circular();
        ChainBuilder visit = profile == Profile.ONE
                ? newcomer
                : randomSwitch()
                        .on(
                                percent(1).then(newcomer),
                                percent(29).then(deposit),
                                percent(15).then(transfer),
                                percent(30).then(account),
                                percent(20).then(history),
                                percent(5).then(statement));
        setUp(scenario("customers")
                        .exec(feed(customers), visit)
                        .injectOpen(profile.arrivals(Integer.getInteger("loomi.seconds", 0))))
                .protocols(http.baseUrl(url)
                        .acceptHeader("application/json")
                        .shareConnections()
                        .disableCaching())
                .assertions(
                        global().failedRequests().percent().lt(MAX_FAILED_PERCENT),
                        global().responseTime()
                                .percentile(95)
                                .lt(profile == Profile.ONE ? 10 * MAX_P95_MILLIS : MAX_P95_MILLIS));
    }

    @Override
    public void before() {
        processors = new ProcessorTime();
    }

    @Override
    public void after() {
        System.out.println(Objects.requireNonNull(processors).text());
    }

    /** Accepts only this machine: a wrong address must not flood another one. */
    private static String local(String url) {
        String host = URI.create(url).getHost();
        if (!"127.0.0.1".equals(host) && !"localhost".equals(host)) {
            throw new IllegalArgumentException("loomi.url must be on 127.0.0.1, not " + url);
        }
        return url;
    }

    private static HttpRequestActionBuilder open(String name, String path, String json) {
        return http(name)
                .post(path)
                .header("Content-Type", "application/json")
                .body(StringBody(json.formatted(PASSWORD)));
    }

    private static HttpRequestActionBuilder money(String name, String json) {
        return http(name)
                .post("/api/transactions")
                .header("Authorization", "Bearer #{token}")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", _ -> UUID.randomUUID().toString())
                .body(StringBody(json))
                .check(status().is(201));
    }

    private static HttpRequestActionBuilder get(String name, String path) {
        return http(name).get(path).header("Authorization", "Bearer #{token}").check(status().is(200));
    }
}
