package io.loomi.customers;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.MutableClock;
import io.loomi.common.testing.ServiceBench;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The customers service of these tests, started once for the module, with an administrator. */
final class CustomersBench {

    static final MutableClock CLOCK = new MutableClock();

    static final String ADMIN_EMAIL = "admin@loomi.test";
    static final String PASSWORD = "correct horse battery";

    static final String SERVICE_ID = "transactions";

    /** Contains the characters that a form encodes. */
    static final String SERVICE_SECRET = "service secret 50% of tests+more";

    private static final AtomicInteger EMAILS = new AtomicInteger();

    /** The signing key of the service. It is public, so production refuses it. */
    static final String KEY = """
            -----BEGIN PRIVATE KEY-----
            MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgavCKXLVLAupJIN/W
            w6YZDrn55v9DqMykNZ7dsz/p1JahRANCAAQpKKuVk1aRYQuvKONFArwfHd5lxY2d
            LvCsWs5+xl0AOZxDV7dTQj1K+bejyVJwucPsKONLF8I525lT9w0wbmYw
            -----END PRIVATE KEY-----
            """;

    private static final String DATABASE = Backend.shared().createDatabase("customers");

    /** A separate Vert.x, so that the metrics of the service exclude the queries of the tests. */
    private static final Vertx TEST_VERTX = Vertx.vertx();

    private static final ServiceBench BENCH = ServiceBench.start(
            new Customers(CLOCK),
            Map.of(
                    "TRANSACTIONS_SERVICE_URL",
                    TransactionsDouble.shared().url(),
                    "DATABASE_URL",
                    DATABASE,
                    "SERVICE_CLIENT_SECRET",
                    SERVICE_SECRET,
                    "JWT_PRIVATE_KEYS",
                    KEY,
                    "ADMIN_EMAIL",
                    ADMIN_EMAIL,
                    "ADMIN_PASSWORD",
                    PASSWORD));

    private CustomersBench() {}

    static ServiceBench bench() {
        return BENCH;
    }

    static ContractClient api() {
        return BENCH.api();
    }

    /** A customer who has registered and signed in. */
    record TestCustomer(String id, String email, String token) {}

    static String newEmail() {
        return "person" + EMAILS.incrementAndGet() + "@example.com";
    }

    static TestCustomer customer(String name) {
        String email = newEmail();
        Answer registered = register(name, email, PASSWORD);
        return new TestCustomer(registered.json().getString("id"), email, token(email, PASSWORD));
    }

    /** Creates a suspended customer. */
    static TestCustomer suspended() {
        TestCustomer customer = customer("Suspended");
        sql("UPDATE users SET status = 'suspended' WHERE id = $1", Tuple.of(UUID.fromString(customer.id())));
        return customer;
    }

    /** Runs a statement directly on the service's database. */
    static RowSet<Row> sql(String statement, Tuple arguments) {
        PgConnection connection = PgConnection.connect(TEST_VERTX, PgConnectOptions.fromUri(DATABASE))
                .await();
        try {
            return connection.preparedQuery(statement).execute(arguments).await();
        } finally {
            connection.close().await();
        }
    }

    /** A valid token of a live session, without permissions. */
    static String tokenWithoutPermissions() {
        JsonObject claims = Tokens.claimsOf(customer("Nobody").token());
        return Tokens.signedAgain(claims.put("permissions", new JsonArray()));
    }

    static String adminToken() {
        return token(ADMIN_EMAIL, PASSWORD);
    }

    static String serviceToken() {
        return api().post("/api/auth/token")
                .form("grant_type=client_credentials&client_id=" + SERVICE_ID + "&client_secret="
                        + URLEncoder.encode(SERVICE_SECRET, StandardCharsets.UTF_8))
                .json()
                .getString("accessToken");
    }

    static Answer register(String name, String email, String password) {
        return api().post("/api/users").json("""
                        {"name": "%s", "email": "%s", "password": "%s"}""".formatted(name, email, password));
    }

    static Answer login(String email, String password) {
        return api().post("/api/auth/login").json("""
                        {"email": "%s", "password": "%s"}""".formatted(email, password));
    }

    static String token(String email, String password) {
        return login(email, password).json().getString("accessToken");
    }
}
