package io.loomi.customers.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.config.Instance;
import io.loomi.common.config.Settings;
import io.loomi.common.database.Database;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.database.Migrations;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.Slow;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.AuditFilter;
import io.loomi.customers.entities.AuditRecord;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.Origin;
import io.loomi.customers.entities.PersonName;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@Slow
class PostgresAuditRepositoryTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final AuditContext CONTEXT =
            AuditContext.anonymous(new Origin(Optional.of("Browser"), "192.0.2.1"), "request-1");

    private static Database database;
    private static AuditRepository audit;

    @BeforeAll
    static void migrate() {
        String url = Backend.shared().createDatabase("audit_repository");
        DatabaseConfig config = DatabaseConfig.from(new Settings(Map.of("DATABASE_URL", url)));
        Migrations.run(VERTX, "customers", config).await();
        database = Database.open(VERTX, config, new Instance(1, 1));
        audit = new PostgresAuditRepository(database);
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void readsBackARecord() {
        UUID customer = UUID.randomUUID();
        Instant before = Instant.now().minusSeconds(60);

        audit.add("sign-in-refused", Optional.of(customer), Map.of("reason", "suspended"), CONTEXT)
                .await();

        AuditFilter filter = new AuditFilter(
                Optional.empty(),
                Optional.of(customer),
                Optional.of("sign-in-refused"),
                Optional.of(before),
                Optional.of(before.plus(Duration.ofHours(1))));
        List<AuditRecord> found = audit.search(filter, Optional.empty(), 10).await();
        assertThat(found).hasSize(1);
        AuditRecord record = found.getFirst();
        assertThat(record.actor()).isEmpty();
        assertThat(record.subject()).contains(customer);
        assertThat(record.address()).contains("192.0.2.1");
        assertThat(record.userAgent()).contains("Browser");
        assertThat(record.correlationId()).contains("request-1");
        assertThat(record.details()).isEqualTo(Map.of("reason", "suspended"));
        assertThat(record.id().version()).isEqualTo(7);
        assertThat(record.id().getMostSignificantBits() >>> 16)
                .isEqualTo(record.at().toEpochMilli());
    }

    @Test
    void clearsTheContextBeforeTheNextStatementOfTheConnection() {
        audit.add("data-exported", Optional.empty(), Map.of(), CONTEXT).await();

        RowSet<Row> contexts = database.write("SELECT audit_context()::text AS context", Tuple.tuple())
                .await();

        assertThat(contexts.iterator().next().getString("context")).isEqualTo("{}");
    }

    @Test
    void recordsNothingOfAFailedChange() {
        UserRepository users = new PostgresUserRepository(database);
        users.add(user("taken@example.com"), "hash", CONTEXT).await();
        User refused = user("taken@example.com");

        assertThat(users.add(refused, "hash", CONTEXT)
                        .transform(Future::succeededFuture)
                        .await()
                        .failed())
                .isTrue();

        assertThat(audit.listAbout(refused.id(), Optional.empty(), 10).await()).isEmpty();
    }

    @Test
    void listsEveryConcurrentErasure() {
        UserRepository users = new PostgresUserRepository(database);
        List<User> customers = IntStream.range(0, 40)
                .mapToObj(i -> users.add(user(UUID.randomUUID() + "@example.com"), "hash", CONTEXT)
                        .await())
                .toList();
        ErasureRepository erasures = new PostgresErasureRepository(database);
        List<Future<?>> running = new ArrayList<>();
        customers.forEach(customer -> running.add(users.erase(customer.id(), NOW, CONTEXT)));

        Set<UUID> seen = new HashSet<>();
        long position = 0;
        Future<?> all = Future.all(running);
        boolean last;
        do {
            last = all.isComplete();
            for (var erasure : erasures.after(position, 3).await()) {
                position = erasure.position();
                seen.add(erasure.userId());
                last = false;
            }
        } while (!last);

        assertThat(all.succeeded()).isTrue();
        assertThat(seen).containsAll(customers.stream().map(User::id).toList());
    }

    /** Checks the query plans with twenty thousand records, few of which match. */
    @Test
    void usesAnIndexForEveryFilter() {
        database.write("""
                        INSERT INTO audit (id, at, action, actor, subject)
                          SELECT uuidv7(), now(), 'signed-in', gen_random_uuid()::text, gen_random_uuid()
                            FROM generate_series(1, 20000)""", Tuple.tuple()).await();
        database.write("ANALYZE audit", Tuple.tuple()).await();
        for (String filter : List.of(
                "actor = 'configuration'",
                "subject = '01a20f76-14b7-78cd-9347-936a116f8269'",
                "action = 'roles-changed'",
                "id < '01a20f76-14b7-78cd-9347-936a116f8269'",
                "actor = 'configuration' AND action = 'signed-in'")) {
            StringBuilder plan = new StringBuilder();
            database.write("EXPLAIN SELECT * FROM audit WHERE " + filter + " ORDER BY id DESC LIMIT 20", Tuple.tuple())
                    .await()
                    .forEach(row -> plan.append(row.getString(0)).append('\n'));
            assertThat(plan.toString()).as(filter).contains("Index").doesNotContain("Seq Scan");
        }
    }

    private static User user(String email) {
        return User.registered(
                UUID.randomUUID(), new PersonName("Ana"), new EmailAddress(email), Set.of(Role.USER), NOW);
    }
}
