package io.loomi.common.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Instance;
import io.loomi.common.config.Settings;
import io.loomi.common.config.StartFailure;
import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.CuttableProxy;
import io.loomi.common.testing.FaultyProxy;
import io.loomi.common.testing.Slow;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@Slow
class DatabaseTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final int STATEMENTS = 40;
    private static final String URL = Backend.shared().createDatabase("database_test");

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void namesTheViolatedConstraint() {
        Database database = open(URL);
        database.write("CREATE TABLE one (id int CONSTRAINT one_positive CHECK (id > 0))", Tuple.tuple())
                .await();

        Throwable failure = database.write("INSERT INTO one VALUES ($1)", Tuple.of(-1))
                .transform(result -> Future.succeededFuture(result.cause()))
                .await();

        assertThat(DatabaseFailures.violatedConstraint(failure)).contains("one_positive");
        assertThat(DatabaseFailures.violatedConstraint(new IllegalStateException()))
                .isEmpty();
    }

    @Test
    void doesNotDelayWritesLookupsAndHealthByLongReads() {
        Database database = open(URL);
        List<Future<RowSet<Row>>> searches = IntStream.range(0, 16)
                .mapToObj(number -> number % 2 == 0
                        ? database.read("SELECT pg_sleep(0.5)", Tuple.tuple())
                        : database.report("SELECT pg_sleep(0.5)", Tuple.tuple()))
                .toList();

        database.write("SELECT 1", Tuple.tuple()).await();
        database.batch("SELECT 1", Tuple.tuple(), Deadline.ofRequest(Clock.systemUTC()))
                .await();
        database.lookUp("SELECT 1", Tuple.tuple()).await();
        database.ping().await();

        assertThat(searches).anyMatch(search -> !search.isComplete());
        Future.join(searches).otherwiseEmpty().await();
        database.close().await();
    }

    @Test
    void sendsNoStatementThatCannotEndBeforeItsDeadline() {
        Database database = open(URL);
        database.write("CREATE TABLE begun (id int)", Tuple.tuple()).await();
        Deadline tooSoon = Deadline.in(Database.WRITE_TIMEOUT.minusMillis(1), Clock.systemUTC());

        assertThatThrownBy(() -> database.batch("INSERT INTO begun VALUES (1)", Tuple.tuple(), tooSoon)
                        .await())
                .isInstanceOf(Failure.Unavailable.class)
                .isNotInstanceOf(StatementTimeout.class);
        assertThatThrownBy(() -> database.write("INSERT INTO begun VALUES (1)", Tuple.tuple(), Optional.of(tooSoon))
                        .await())
                .isInstanceOf(Failure.Unavailable.class);

        assertThat(database.lookUp("SELECT * FROM begun", Tuple.tuple()).await().size())
                .isZero();
        database.close().await();
    }

    @Test
    void distinguishesAStatementTimeoutFromAnOutage() {
        Database database = open(URL);

        assertThatThrownBy(() -> database.batch(
                                "SELECT pg_sleep(10)", Tuple.tuple(), Deadline.ofRequest(Clock.systemUTC()))
                        .await())
                .isInstanceOf(StatementTimeout.class)
                .matches(DatabaseFailures::isRolledBack);
        database.close().await();
    }

    @Test
    void reportsAnUnknownOutcomeWhenTheAnswerIsLost() {
        try (FaultyProxy network = FaultyProxy.open()) {
            URI real = URI.create(URL);
            Database database = open(
                    URL.replace(":" + real.getPort(), ":" + network.before(real).getPort()));
            database.write("CREATE TABLE lost (id int)", Tuple.tuple()).await();
            database.write("INSERT INTO lost VALUES ($1)", Tuple.of(1)).await();

            network.suffer(new FaultyProxy.Fault.CutAnswer(0));
            assertThatThrownBy(() -> database.write("INSERT INTO lost VALUES ($1)", Tuple.of(2))
                            .await())
                    .isInstanceOf(Failure.OutcomeUnknown.class)
                    .matches(failure -> !DatabaseFailures.isRolledBack(failure));
            assertThatThrownBy(() -> database.read("SELECT 1", Tuple.tuple()).await())
                    .isInstanceOf(Failure.Unavailable.class);

            network.recover();
            assertThat(database.read("SELECT * FROM lost", Tuple.tuple())
                            .await()
                            .size())
                    .isEqualTo(2);
            database.close().await();
        }
    }

    @Test
    void reconnectsAfterAnOutage() {
        try (CuttableProxy proxy = CuttableProxy.to(URL)) {
            Database database = open(proxy.in(URL));
            database.ping().await();

            proxy.cut();
            assertThatThrownBy(() -> database.write("SELECT 1", Tuple.tuple()).await())
                    .isInstanceOf(Failure.Unavailable.class);
            assertThatThrownBy(() -> database.lookUp("SELECT 1", Tuple.tuple()).await())
                    .isInstanceOf(Failure.Unavailable.class);

            proxy.restore();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .ignoreExceptions()
                    .until(() ->
                            database.lookUp("SELECT 1", Tuple.tuple()).await().size() == 1);
            database.close().await();
        }
    }

    @Test
    void replacesDeadConnectionsThatWereNotClosed() {
        try (FaultyProxy network = FaultyProxy.open()) {
            URI real = URI.create(URL);
            Database database = open(
                    URL.replace(":" + real.getPort(), ":" + network.before(real).getPort()));
            Future.all(runMany(database)).await();

            network.suffer(new FaultyProxy.Fault.BlackHole());
            assertThat(Future.join(runMany(database)).otherwiseEmpty().await()).isNull();

            network.recover();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .ignoreExceptions()
                    .until(() -> Future.all(runMany(database)).await().size() == STATEMENTS);
            database.close().await();
        }
    }

    /** More statements of both kinds than there are connections. */
    private static List<Future<RowSet<Row>>> runMany(Database database) {
        return IntStream.range(0, STATEMENTS)
                .mapToObj(number -> number % 2 == 0
                        ? database.write("SELECT 1", Tuple.tuple())
                        : database.lookUp("SELECT 1", Tuple.tuple()))
                .toList();
    }

    @Test
    void saysHowToStartWhenTheDatabaseIsDown() {
        DatabaseConfig nowhere = config("postgresql://me:secret@127.0.0.1:1/none");

        assertThatThrownBy(() -> Migrations.run(VERTX, "customers", nowhere).await())
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith(
                        "The database of customers cannot be used: start PostgreSQL or correct DATABASE_URL")
                .hasMessageNotContaining("secret");
    }

    private static Database open(String url) {
        return Database.open(VERTX, config(url), new Instance(1, 1));
    }

    private static DatabaseConfig config(String url) {
        return DatabaseConfig.from(new Settings(Map.of("DATABASE_URL", url)));
    }
}
