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

/** A transactions service under test, with a double of customers. */
public final class Bank implements AutoCloseable {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** The rules of production, except that the breaker sends its probe after two seconds. */
    private static final Breaker.Rules BREAKER_RULES = Breaker.Rules.STANDARD.withPause(Duration.ofSeconds(2));

    /** Opens at the first failed call instead of ten, and sends its probe after half a second. */
    private static final Breaker.Rules FAST_BREAKER =
            new Breaker.Rules(BREAKER_RULES.window(), 1, BREAKER_RULES.failureRate(), Duration.ofMillis(500));

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

    /** The bank for all tests that do not break anything. It starts once for the module. */
    public static Bank shared() {
        return Shared.BANK;
    }

    /** A separate bank, for a test that breaks something or sets the clock. */
    public static Bank open() {
        return openWith(Map.of());
    }

    /** @param environment overrides the defaults: a new database, the shared Redis and a new double */
    public static Bank openWith(Map<String, String> environment) {
        return open(url -> url, environment, BREAKER_RULES);
    }

    /** A bank whose breaker opens and closes fast. */
    public static Bank openWithFastBreaker(Map<String, String> environment) {
        return openThrough(url -> url, environment);
    }

    /** Like {@link #openWithFastBreaker}, with a proxy between the service and customers. */
    public static Bank openThrough(UnaryOperator<URI> network, Map<String, String> environment) {
        return open(network, environment, FAST_BREAKER);
    }

    private static Bank open(UnaryOperator<URI> network, Map<String, String> environment, Breaker.Rules rules) {
        MutableClock clock = new MutableClock();
        CustomersDouble customers = new CustomersDouble(clock);
        Map<String, String> settings = new HashMap<>(
                Map.of("CUSTOMERS_SERVICE_URL", network.apply(customers.url()).toString()));
        settings.putAll(environment);
        settings.computeIfAbsent("DATABASE_URL", _ -> newDatabase());
        ServiceBench bench = ServiceBench.start(new Transactions(clock, rules, clock::nanos), settings);
        return new Bank(clock, customers, bench, settings.get("DATABASE_URL"));
    }

    public static String newDatabase() {
        return Backend.shared().createDatabase("transactions" + DATABASES.incrementAndGet());
    }

    /** An active customer without an account. */
    public TestCustomer customer() {
        UUID id = customers.register();
        return with(id, Permission.READ_TRANSACTIONS, Permission.WRITE_TRANSACTIONS);
    }

    public TestCustomer customerWith(String amount) {
        TestCustomer customer = customer();
        assertThat(customer.credit(amount)).hasStatus(201);
        return customer;
    }

    public TestCustomer admin() {
        UUID id = customers.register();
        return with(id, Permission.READ_TRANSACTIONS, Permission.WRITE_TRANSACTIONS, Permission.ADMIN_TRANSACTIONS);
    }

    /** A customer with exactly these permissions. */
    public TestCustomer with(UUID id, String... permissions) {
        return new TestCustomer(api(), id, customers.token(id, permissions));
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

    /** The clock of the service; the ledger uses the database's. */
    public MutableClock clock() {
        return clock;
    }

    /** Advances the clocks of the service and of its database. */
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
