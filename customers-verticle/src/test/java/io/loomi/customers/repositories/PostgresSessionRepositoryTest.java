package io.loomi.customers.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.config.Instance;
import io.loomi.common.config.Settings;
import io.loomi.common.database.Database;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.database.Migrations;
import io.loomi.common.identity.Ids;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.testing.Backend;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.Credentials;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.Origin;
import io.loomi.customers.entities.PersonName;
import io.loomi.customers.entities.RefreshToken;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.Session;
import io.loomi.customers.entities.TokenFamily;
import io.loomi.customers.entities.User;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresSessionRepositoryTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123456Z");
    private static final AuditContext ACT = AuditContext.ofConfiguration();
    private static final Origin ORIGIN = new Origin(Optional.of("Browser"), "192.0.2.1");
    private static final TokenFamily FAMILY = family(1);

    private static UserRepository users;
    private static SessionRepository sessions;

    @BeforeAll
    static void migrate() {
        String url = Backend.shared().createDatabase("session_repository");
        DatabaseConfig config = DatabaseConfig.from(new Settings(Map.of("DATABASE_URL", url)));
        Migrations.run(VERTX, "customers", config).await();
        Database database = Database.open(VERTX, config, new Instance(1, 1));
        users = new PostgresUserRepository(database);
        sessions = new PostgresSessionRepository(database);
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void givesBackWhatItWasGiven() {
        Credentials ana = person();
        Session session = session(ana, 0);

        assertThat(sessions.open(session, ana, FAMILY, ACT).await()).contains(List.of());

        assertThat(sessions.list(ana.user().id(), NOW).await()).containsExactly(session);
        assertThat(sessions.isLive(session.id(), ana.user().id(), NOW).await()).isTrue();
        assertThat(sessions.isLive(session.id(), person().user().id(), NOW).await())
                .as("of somebody else")
                .isFalse();
        assertThat(sessions.find(session.id(), NOW).await()).hasValueSatisfying(found -> {
            assertThat(found.user()).isEqualTo(ana.user());
            assertThat(found.family()).isEqualTo(FAMILY);
        });
    }

    @Test
    void opensNoneForWhoIsGoneOrHasAnotherPassword() {
        Credentials ana = person();
        Credentials former = new Credentials(ana.user(), "another hash");

        assertThat(sessions.open(session(ana, 0), former, FAMILY, ACT).await()).isEmpty();
        users.erase(ana.user().id(), NOW, ACT).await();
        assertThat(sessions.open(session(ana, 1), ana, FAMILY, ACT).await()).isEmpty();
    }

    @Test
    void endsTheOldestWhenThereAreTooMany() {
        Credentials ana = person();
        List<Session> opened =
                IntStream.range(0, 52).mapToObj(i -> session(ana, i)).toList();

        List<UUID> ended = opened.stream()
                .flatMap(session ->
                        subjects(sessions.open(session, ana, FAMILY, ACT).await()).stream())
                .toList();

        assertThat(ended).containsExactly(opened.get(0).id(), opened.get(1).id());
        assertThat(sessions.list(ana.user().id(), NOW).await()).hasSize(50).doesNotContain(opened.getFirst());
    }

    @Test
    void keepsTheBoundWhenManyAreOpenedAtOnce() {
        Credentials ana = person();

        Future.all(IntStream.range(0, 80)
                        .mapToObj(i -> sessions.open(session(ana, i), ana, FAMILY, ACT))
                        .toList())
                .await();

        assertThat(sessions.list(ana.user().id(), NOW).await()).hasSize(50);
    }

    @Test
    void clearsAwayWhatHasExpired() {
        Credentials ana = person();
        Session old = session(ana, 0);
        sessions.open(old, ana, FAMILY, ACT).await();
        int later = (int) Session.LIFE.plusSeconds(1).toSeconds();

        assertThat(sessions.isLive(old.id(), ana.user().id(), NOW.plusSeconds(later))
                        .await())
                .isFalse();
        assertThat(subjects(sessions.open(session(ana, later), ana, FAMILY, ACT).await()))
                .containsExactly(old.id());
    }

    @Test
    void rotatesEachTokenOnce() {
        Credentials ana = person();
        Session session = session(ana, 0);
        sessions.open(session, ana, FAMILY, ACT).await();
        RefreshToken shown = new RefreshToken(session.id(), 1, "shown");

        assertThat(sessions.rotate(shown, family(2), ORIGIN).await()).isTrue();
        assertThat(sessions.rotate(shown, family(2), ORIGIN).await()).isFalse();

        assertThat(sessions.find(session.id(), NOW).await().orElseThrow().family())
                .isEqualTo(family(2));
    }

    @Test
    void endsEverySessionButOneWithThePassword() {
        Credentials ana = person();
        Session kept = session(ana, 0);
        Session other = session(ana, 1);
        sessions.open(kept, ana, FAMILY, ACT).await();
        sessions.open(other, ana, FAMILY, ACT).await();

        assertThat(subjects(users.changePassword(ana, "new hash", Optional.of(kept.id()), ACT)
                        .await()))
                .containsExactly(other.id());

        assertThat(sessions.list(ana.user().id(), NOW).await()).containsExactly(kept);
        assertThat(users.changePassword(ana, "newer hash", Optional.of(kept.id()), ACT)
                        .await())
                .isEmpty();
    }

    private static List<UUID> subjects(Optional<List<Revocation>> revocations) {
        return revocations.orElseThrow().stream().map(Revocation::subject).toList();
    }

    private static Credentials person() {
        UUID id = UUID.randomUUID();
        User user = User.registered(
                id, new PersonName("Ana"), new EmailAddress(id + "@example.com"), Set.of(Role.USER), NOW);
        return new Credentials(users.add(user, "hash", ACT).await(), "hash");
    }

    /** Each second another one, as ids sort by their time. */
    private static Session session(Credentials person, int second) {
        Instant then = NOW.plusSeconds(second);
        return Session.opened(
                Ids.next(Clock.fixed(then, ZoneOffset.UTC)), person.user().id(), then, ORIGIN);
    }

    private static TokenFamily family(int generation) {
        return new TokenFamily(
                "s".repeat(43), generation, String.valueOf(generation).repeat(64), NOW);
    }
}
