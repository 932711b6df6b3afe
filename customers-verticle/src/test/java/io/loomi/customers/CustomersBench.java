package io.loomi.customers;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.MutableClock;
import io.loomi.common.testing.ServiceBench;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The customers service as these tests use it: started once for the module, with an administrator. */
final class CustomersBench {

    static final MutableClock CLOCK = new MutableClock();

    static final String ADMIN_EMAIL = "admin@loomi.test";
    static final String PASSWORD = "correct horse battery";

    private static final AtomicInteger PEOPLE = new AtomicInteger();

    private static final String DATABASE = Backend.shared().createDatabase("customers");

    private static final ServiceBench BENCH = ServiceBench.start(
            new Customers(CLOCK),
            Map.of(
                    "DATABASE_URL", DATABASE,
                    "ADMIN_EMAIL", ADMIN_EMAIL,
                    "ADMIN_PASSWORD", PASSWORD));

    private CustomersBench() {}

    static ServiceBench bench() {
        return BENCH;
    }

    static ContractClient api() {
        return BENCH.api();
    }

    /** A person who has registered and signed in. */
    record Person(String id, String email, String token) {}

    static String newEmail() {
        return "person" + PEOPLE.incrementAndGet() + "@example.com";
    }

    static Person person(String name) {
        String email = newEmail();
        Answer registered = register(name, email, PASSWORD);
        return new Person(registered.json().getString("id"), email, token(email, PASSWORD));
    }

    /** A person whom the bank has suspended. */
    static Person suspended() {
        Person person = person("Suspended");
        PgConnection connection = PgConnection.connect(BENCH.vertx(), PgConnectOptions.fromUri(DATABASE))
                .await();
        connection
                .preparedQuery("UPDATE users SET status = 'suspended' WHERE id = $1")
                .execute(Tuple.of(UUID.fromString(person.id())))
                .await();
        connection.close().await();
        return person;
    }

    static String adminToken() {
        return token(ADMIN_EMAIL, PASSWORD);
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
