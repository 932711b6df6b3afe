package io.loomi.customers;

import static io.loomi.customers.CustomersBench.PASSWORD;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.CuttableProxy;
import io.loomi.common.testing.ServiceBench;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Map;

/** A customers service that has lost its database, with an administrator who signed in before. */
final class CustomersWithoutDatabase implements AutoCloseable {

    private static final String EMAIL = "admin@loomi.test";

    private final CuttableProxy proxy;
    private final ServiceBench bench;
    private final String token;
    private final String refreshToken;
    private final String serviceToken;
    private final String id;

    CustomersWithoutDatabase() {
        String url = Backend.shared().createDatabase("customers_cut_off_" + System.identityHashCode(this));
        proxy = CuttableProxy.to(url);
        bench = ServiceBench.start(
                new Customers(Clock.systemUTC()),
                Map.of(
                        "TRANSACTIONS_SERVICE_URL",
                        TransactionsDouble.shared().url(),
                        "DATABASE_URL",
                        proxy.in(url),
                        "ADMIN_EMAIL",
                        EMAIL,
                        "ADMIN_PASSWORD",
                        PASSWORD));
        JsonObject tokens = login().json();
        token = tokens.getString("accessToken");
        refreshToken = tokens.getString("refreshToken");
        id = bench.api().get("/api/users/me").as(token).send().json().getString("id");
        serviceToken = service(bench.api()).json().getString("accessToken");
        proxy.cut();
    }

    private Answer login() {
        return bench.api()
                .post("/api/auth/login")
                .json("{\"email\": \"%s\", \"password\": \"%s\"}".formatted(EMAIL, PASSWORD));
    }

    ContractClient api() {
        return bench.api();
    }

    String token() {
        return token;
    }

    String refreshToken() {
        return refreshToken;
    }

    /** The token of a service that signed in before. */
    String serviceToken() {
        return serviceToken;
    }

    /** Signs in as a service. */
    static Answer service(ContractClient api) {
        return api.post("/api/auth/token")
                .form("grant_type=client_credentials&client_id=transactions&client_secret=development-only-secret");
    }

    String id() {
        return id;
    }

    /** Reconnects the database. */
    void restore() {
        proxy.restore();
    }

    @Override
    public void close() {
        bench.close();
        proxy.close();
    }
}
