package io.loomi.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.FaultyProxy;
import io.loomi.transactions.CustomersDouble.Mood;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * People send money to one another while parts of the bank die, hang and lie, one at a time and at random. At the end nothing
 * that was acknowledged is lost, nothing is there twice, and no money was made.
 */
class BankUnderFaultsTest {

    private static final Duration TIME = Duration.ofSeconds(Long.getLong("loomi.faults.seconds", 60));
    private static final int PEOPLE = 20;
    private static final int CLIENTS = 8;
    private static final int EACH = 1_000;

    /** PostgreSQL and Redis have so long after their return. */
    private static final Duration RECOVERY = Duration.ofSeconds(5);

    /** The last calls in vain end after five seconds and may open the breaker, whose pause is two here; and as many to spare. */
    private static final Duration BREAKER_RECOVERY = Duration.ofSeconds(10);

    private final long seed = Long.getLong("loomi.faults.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Queue<Sent> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Person> newcomers = new ConcurrentLinkedQueue<>();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    private record Sent(Person person, String body, String key) {
        private Answer again() {
            return person.post(body, key);
        }
    }

    /**
     * @param within how soon after its end it must be over
     * @param over whether it is
     */
    private record Fault(String name, Runnable begin, Runnable end, Duration within, BooleanSupplier over) {}

    @Test
    void losesNothingAndRepeatsNothingWhateverFails() throws Exception {
        try (CrashingServers servers = new CrashingServers(folder);
                FaultyProxy network = FaultyProxy.open();
                Bank bank = Bank.openOn(
                        network::before,
                        Map.of("DATABASE_URL", servers.databaseUrl(), "REDIS_URL", servers.redisUrl()))) {
            List<Person> people = Stream.generate(() -> bank.personWith(EACH + ".00"))
                    .limit(PEOPLE)
                    .toList();
            Instant end = Instant.now().plus(TIME);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<CompletableFuture<Void>> clients = IntStream.range(0, CLIENTS)
                        .mapToObj(
                                number -> CompletableFuture.runAsync(() -> client(bank, people, number, end), threads))
                        .toList();
                breakThings(faults(bank, servers, network), end);
                clients.forEach(CompletableFuture::join);
            }
            System.out.println("seed " + seed + ": answers " + statuses);

            awaitSettlements(bank, servers.databaseUrl());
            audit(bank, people, servers.databaseUrl());
        }
    }

    private static List<Fault> faults(Bank bank, CrashingServers servers, FaultyProxy network) {
        Person known = bank.personWith("100.00");
        BooleanSupplier moves = () -> known.debit("0.01").status() == 201;
        Person admin = bank.with(bank.customers().register(), "admin:users", "admin:transactions");
        Fault postgres =
                new Fault("PostgreSQL is killed", servers::killPostgres, servers::restartPostgres, RECOVERY, moves);
        Fault redis = new Fault(
                "Redis is killed", servers::killRedis, servers::restartRedis, RECOVERY, () -> redisIsWell(admin));
        Stream<Fault> ofCustomers = Stream.of(Mood.DOWN, Mood.FAILING, Mood.SILENT)
                .map(mood -> new Fault(
                        "customers is " + mood,
                        () -> bank.customers().feel(mood),
                        () -> bank.customers().feel(Mood.WELL),
                        BREAKER_RECOVERY,
                        () -> isAsked(bank)));
        Stream<Fault> ofNetwork = Stream.of(
                        new FaultyProxy.Fault.BlackHole(),
                        new FaultyProxy.Fault.Reset(),
                        new FaultyProxy.Fault.CutAnswer(40),
                        new FaultyProxy.Fault.Delay(Duration.ofSeconds(2)))
                .map(fault -> new Fault(
                        "the network has " + fault,
                        () -> network.suffer(fault),
                        network::recover,
                        BREAKER_RECOVERY,
                        () -> isAsked(bank)));
        return Stream.of(Stream.of(postgres, redis), ofCustomers, ofNetwork)
                .flatMap(all -> all)
                .toList();
    }

    /** Whether customers is asked about somebody new, and answers. */
    private static boolean isAsked(Bank bank) {
        return bank.person().credit("1.00").status() == 201;
    }

    /** As health tells, which may be a second old. */
    private static boolean redisIsWell(Person admin) {
        return admin.api()
                .get("/health")
                .as(admin.token())
                .send()
                .json()
                .getJsonObject("checks")
                .getJsonObject("redis")
                .getString("status")
                .equals("up");
    }

    private void breakThings(List<Fault> faults, Instant end) throws InterruptedException {
        while (Instant.now().isBefore(end)) {
            Fault fault = faults.get(random.nextInt(faults.size()));
            fault.begin().run();
            TimeUnit.MILLISECONDS.sleep(random.nextLong(500, 4_000));
            fault.end().run();
            Instant ended = Instant.now();
            Awaitility.await("seed " + seed + ": over: " + fault.name())
                    .atMost(fault.within())
                    .pollInterval(Duration.ofMillis(50))
                    .until(fault.over()::getAsBoolean);
            System.out.println("seed %d: %s; over after %d ms"
                    .formatted(
                            seed,
                            fault.name(),
                            Duration.between(ended, Instant.now()).toMillis()));
        }
    }

    private void client(Bank bank, List<Person> people, int number, Instant end) {
        Random own = new Random(seed + number);
        for (int i = 0; Instant.now().isBefore(end); i++) {
            Sent next = i % 10 == 0 ? newcomer(bank, number + "-" + i) : transfer(people, own, number + "-" + i);
            acknowledge(next);
        }
    }

    private Sent newcomer(Bank bank, String key) {
        Person person = bank.person();
        newcomers.add(person);
        return new Sent(person, Person.body("credit", "1.00"), key);
    }

    private static Sent transfer(List<Person> people, Random own, String key) {
        int from = own.nextInt(PEOPLE);
        int to = (from + 1 + own.nextInt(PEOPLE - 1)) % PEOPLE;
        String amount = BigDecimal.valueOf(1 + own.nextInt(5_000), 2).toString();
        return new Sent(
                people.get(from), Person.transferBody(people.get(to).id().toString(), amount), key);
    }

    /** Asks until it is told what came of it, with the same key; the only failure is to be told to come again. */
    private void acknowledge(Sent sent) {
        for (; ; pause()) {
            Answer answer = sent.again();
            statuses.computeIfAbsent(answer.status(), _ -> new LongAdder()).increment();
            assertThat(answer.status()).as("seed %d: %s", seed, answer.body()).isIn(201, 202, 409, 422, 503);
            if (answer.status() == 503) {
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            } else if (answer.status() != 409) {
                acknowledged.add(sent);
                pause();
                return;
            }
        }
    }

    /** As people do between two thoughts. */
    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(10);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private void awaitSettlements(Bank bank, String database) {
        Awaitility.await("seed " + seed + ": everything is settled")
                .atMost(Duration.ofSeconds(90))
                .until(() -> strings(bank, database, "SELECT transaction_id::text FROM settlements")
                        .isEmpty());
    }

    private void audit(Bank bank, List<Person> people, String database) throws Exception {
        assertThat(LedgerAudit.violations(bank.bench().vertx(), database))
                .as("seed " + seed)
                .isEmpty();
        assertThat(strings(
                        bank, database, "SELECT idempotency_key FROM transactions WHERE idempotency_key IS NOT NULL"))
                .as("seed " + seed)
                .containsExactlyInAnyOrderElementsOf(
                        acknowledged.stream().map(Sent::key).toList());
        assertThat(newcomers)
                .as("seed " + seed)
                .allSatisfy(person -> assertThat(person.balance()).isEqualTo("1.00"));
        BigDecimal total = people.stream()
                .map(person -> new BigDecimal(person.balance()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(total).as("seed " + seed).isEqualByComparingTo(BigDecimal.valueOf(PEOPLE * EACH));
        System.out.println("seed %d: %d acknowledged, each once".formatted(seed, acknowledged.size()));
    }

    private static Set<String> strings(Bank bank, String database, String sql) {
        PgConnection connection = PgConnection.connect(bank.bench().vertx(), PgConnectOptions.fromUri(database))
                .await();
        try {
            Set<String> found = new HashSet<>();
            connection.query(sql).execute().await().forEach(row -> found.add(row.getString(0)));
            return found;
        } finally {
            connection.close().await();
        }
    }
}
