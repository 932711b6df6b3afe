package io.loomi.customers.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.TokenVerifier;
import io.loomi.common.config.Instance;
import io.loomi.common.config.Settings;
import io.loomi.common.database.Database;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.database.Migrations;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.Slow;
import io.loomi.customers.repositories.RevocationRepository.Position;
import io.loomi.customers.repositories.RevocationRepository.Reading;
import io.loomi.customers.services.TokenIssuer;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@Slow
class PostgresRevocationRepositoryTest {

    private static final Vertx VERTX = Vertx.vertx();

    private static PgConnection connection;
    private static RevocationRepository revocations;

    @BeforeAll
    static void migrate() {
        String url = Backend.shared().createDatabase("revocation_repository");
        DatabaseConfig config = DatabaseConfig.from(new Settings(Map.of("DATABASE_URL", url)));
        Migrations.run(VERTX, "customers", config).await();
        revocations = new PostgresRevocationRepository(Database.open(VERTX, config, new Instance(1, 1)));
        connection = PgConnection.connect(VERTX, PgConnectOptions.fromUri(url)).await();
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void readsAllPages() {
        List<UUID> subjects = List.of(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        subjects.forEach(PostgresRevocationRepositoryTest::revoke);

        Revocation first = only(subjects, read(Optional.empty())).getFirst();
        Reading rest = revocations
                .read(Optional.empty(), Optional.of(new Position(first.at(), first.id())), 100)
                .await();

        assertThat(rest.revocations().stream().map(Revocation::subject))
                .containsAll(subjects.subList(1, 3))
                .doesNotContain(subjects.getFirst());
    }

    @Test
    void readsARevocationCommittedAfterThePreviousReading() {
        UUID late = UUID.randomUUID();
        connection.query("BEGIN").execute().await();
        revoke(late);
        Reading before = read(Optional.empty());
        connection.query("COMMIT").execute().await();

        Reading after = read(Optional.of(before));

        assertThat(before.revocations())
                .noneMatch(revocation -> revocation.subject().equals(late));
        assertThat(after.revocations())
                .anyMatch(revocation -> revocation.subject().equals(late));
    }

    @Test
    void keepsARevocationUntilItsTokensHaveExpired() {
        UUID session = UUID.randomUUID();
        revoke(session);
        Revocation revocation = only(List.of(session), read(Optional.empty())).getFirst();

        assertThat(revocation.expires())
                .isAfter(revocation.at().plus(TokenIssuer.TIME_TO_LIVE).plus(TokenVerifier.LEEWAY));
        connection
                .preparedQuery("UPDATE revocations SET expires = now() - interval '1 second' WHERE subject = $1")
                .execute(Tuple.of(session))
                .await();

        assertThat(only(List.of(session), read(Optional.empty()))).isEmpty();
        revoke(UUID.randomUUID());
        assertThat(connection
                        .preparedQuery("SELECT FROM revocations WHERE subject = $1")
                        .execute(Tuple.of(session))
                        .await())
                .isEmpty();
    }

    private static Reading read(Optional<Reading> before) {
        return revocations
                .read(before.map(Reading::next), Optional.empty(), 1000)
                .await();
    }

    private static void revoke(UUID session) {
        connection
                .preparedQuery("SELECT revoke('session', ARRAY[$1::uuid])")
                .execute(Tuple.of(session))
                .await();
    }

    private static List<Revocation> only(List<UUID> subjects, Reading reading) {
        return reading.revocations().stream()
                .filter(revocation -> subjects.contains(revocation.subject()))
                .toList();
    }
}
