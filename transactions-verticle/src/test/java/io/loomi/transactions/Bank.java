package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;

import io.loomi.common.auth.Permission;
import io.loomi.common.resilience.Breaker;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.MutableClock;
import io.loomi.common.testing.ServiceBench;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The transactions service as these tests use it, with customers played by a double. */
public final class Bank implements AutoCloseable {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** As in earnest, but the breaker sends its probe after two seconds. */
    private static final Breaker.Rules BREAKING = Breaker.Rules.STANDARD.withPause(Duration.ofSeconds(2));

    /** Stops asking with the first call that fails, so that no test waits for ten, and asks again after half a second. */
    private static final Breaker.Rules TOUCHY =
            new Breaker.Rules(BREAKING.window(), 1, BREAKING.failureRate(), Duration.ofMillis(500));

    private final MutableClock clock;
    private final CustomersDouble customers;
    private final ServiceBench bench;
    private final String database;
    private Duration ahead = Duration.ZERO;

    private Bank(MutableClock clock, CustomersDouble customers, ServiceBench bench, String database) {
        this.clock = clock;
        this.customers = customers;
        this.bench = bench;
        this.database = database;
    }

    /** The one for every test that breaks nothing: started once for the module. */
    public static Bank shared() {
        return Shared.BANK;
    }

    /** One of its own, for a test that breaks something or sets the clock. */
    public static Bank open() {
        return openWith(Map.of());
    }

    /** @param environment what differs from a new database, the shared Redis and a double of its own */
    public static Bank openWith(Map<String, String> environment) {
        return open(url -> url, environment, BREAKING);
    }

    /** One whose breaker opens and closes soon. */
    public static Bank openTouchy(Map<String, String> environment) {
        return openThrough(url -> url, environment);
    }

    /** The same, with something between the service and customers. */
    public static Bank openThrough(UnaryOperator<URI> network, Map<String, String> environment) {
        return open(network, environment, TOUCHY);
    }

    private static Bank open(UnaryOperator<URI> network, Map<String, String> environment, Breaker.Rules breaking) {
        MutableClock clock = new MutableClock();
        CustomersDouble customers = new CustomersDouble(clock);
        Map<String, String> settings = new HashMap<>(
                Map.of("CUSTOMERS_SERVICE_URL", network.apply(customers.url()).toString()));
        settings.putAll(environment);
        settings.computeIfAbsent("DATABASE_URL", _ -> newDatabase());
        ServiceBench bench = ServiceBench.start(new Transactions(clock, breaking, clock::nanos), settings);
        return new Bank(clock, customers, bench, settings.get("DATABASE_URL"));
    }

    public static String newDatabase() {
        return Backend.shared().createDatabase("transactions" + DATABASES.incrementAndGet());
    }

    /** Someone who is active and has no account yet. */
    public Person person() {
        UUID id = customers.register();
        return with(id, Permission.READ_TRANSACTIONS, Permission.WRITE_TRANSACTIONS);
    }

    public Person personWith(String amount) {
        Person person = person();
        assertThat(person.credit(amount)).hasStatus(201);
        return person;
    }

    public Person admin() {
        UUID id = customers.register();
        return with(id, Permission.READ_TRANSACTIONS, Permission.WRITE_TRANSACTIONS, Permission.ADMIN_TRANSACTIONS);
    }

    /** Someone who may do exactly this. */
    public Person with(UUID id, String... permissions) {
        return new Person(api(), id, customers.token(id, permissions));
    }

    public ContractClient api() {
        return bench.api();
    }

    public ServiceBench bench() {
        return bench;
    }

    public CustomersDouble customers() {
        return customers;
    }

    /** The service's own; the ledger's is the database's. */
    public MutableClock clock() {
        return clock;
    }

    /** Lets time pass, for the service and for its database. */
    public void advance(Duration time) {
        clock.advance(time);
        ahead = ahead.plus(time);
        LedgerClock.set(bench.vertx(), database, ahead);
    }

    String database() {
        return database;
    }

    @Override
    public void close() {
        bench.close();
        customers.close();
    }

    private static final class Shared {
        private static final Bank BANK = open();
    }
}
