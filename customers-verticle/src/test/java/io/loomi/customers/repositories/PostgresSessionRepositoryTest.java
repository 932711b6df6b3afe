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
import io.loomi.common.testing.Slow;
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

@Slow
class PostgresSessionRepositoryTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123456Z");
    private static final AuditContext CONTEXT = AuditContext.ofConfiguration();
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
    void readsBackASession() {
        Credentials ana = customer();
        Session session = session(ana, 0);

        assertThat(sessions.open(session, ana, FAMILY, CONTEXT).await()).contains(List.of());

        assertThat(sessions.list(ana.user().id(), NOW).await()).containsExactly(session);
        assertThat(sessions.isLive(session.id(), ana.user().id(), NOW).await()).isTrue();
        assertThat(sessions.isLive(session.id(), customer().user().id(), NOW).await())
                .as("another customer's session")
                .isFalse();
        assertThat(sessions.find(session.id(), NOW).await()).hasValueSatisfying(found -> {
            assertThat(found.user()).isEqualTo(ana.user());
            assertThat(found.family()).isEqualTo(FAMILY);
        });
    }

    @Test
    void opensNoSessionAfterErasureOrAPasswordChange() {
        Credentials ana = customer();
        Credentials outdated = new Credentials(ana.user(), "another hash");

        assertThat(sessions.open(session(ana, 0), outdated, FAMILY, CONTEXT).await())
                .isEmpty();
        users.erase(ana.user().id(), NOW, CONTEXT).await();
        assertThat(sessions.open(session(ana, 1), ana, FAMILY, CONTEXT).await()).isEmpty();
    }

    @Test
    void endsTheOldestSessionsAboveTheLimit() {
        Credentials ana = customer();
        List<Session> opened =
                IntStream.range(0, 52).mapToObj(i -> session(ana, i)).toList();

        List<UUID> ended = opened.stream()
                .flatMap(session ->
                        subjects(sessions.open(session, ana, FAMILY, CONTEXT).await()).stream())
                .toList();

        assertThat(ended).containsExactly(opened.get(0).id(), opened.get(1).id());
        assertThat(sessions.list(ana.user().id(), NOW).await()).hasSize(50).doesNotContain(opened.getFirst());
    }

    @Test
    void keepsTheLimitWhenManyAreOpenedConcurrently() {
        Credentials ana = customer();

        Future.all(IntStream.range(0, 80)
                        .mapToObj(i -> sessions.open(session(ana, i), ana, FAMILY, CONTEXT))
                        .toList())
                .await();

        assertThat(sessions.list(ana.user().id(), NOW).await()).hasSize(50);
    }

    @Test
    void removesExpiredSessions() {
        Credentials ana = customer();
        Session old = session(ana, 0);
        sessions.open(old, ana, FAMILY, CONTEXT).await();
        int later = (int) Session.TIME_TO_LIVE.plusSeconds(1).toSeconds();

        assertThat(sessions.isLive(old.id(), ana.user().id(), NOW.plusSeconds(later))
                        .await())
                .isFalse();
        assertThat(subjects(
                        sessions.open(session(ana, later), ana, FAMILY, CONTEXT).await()))
                .containsExactly(old.id());
    }

    @Test
    void rotatesEachTokenOnce() {
        Credentials ana = customer();
        Session session = session(ana, 0);
        sessions.open(session, ana, FAMILY, CONTEXT).await();
        RefreshToken presented = new RefreshToken(session.id(), 1, "presented");

        assertThat(sessions.rotate(presented, family(2), ORIGIN).await()).isTrue();
        assertThat(sessions.rotate(presented, family(2), ORIGIN).await()).isFalse();

        assertThat(sessions.find(session.id(), NOW).await().orElseThrow().family())
                .isEqualTo(family(2));
    }

    @Test
    void endsEveryOtherSessionWhenThePasswordChanges() {
        Credentials ana = customer();
        Session kept = session(ana, 0);
        Session other = session(ana, 1);
        sessions.open(kept, ana, FAMILY, CONTEXT).await();
        sessions.open(other, ana, FAMILY, CONTEXT).await();

        assertThat(subjects(users.changePassword(ana, "new hash", Optional.of(kept.id()), CONTEXT)
                        .await()))
                .containsExactly(other.id());

        assertThat(sessions.list(ana.user().id(), NOW).await()).containsExactly(kept);
        assertThat(users.changePassword(ana, "newer hash", Optional.of(kept.id()), CONTEXT)
                        .await())
                .isEmpty();
    }

    private static List<UUID> subjects(Optional<List<Revocation>> revocations) {
        return revocations.orElseThrow().stream().map(Revocation::subject).toList();
    }

    private static Credentials customer() {
        UUID id = UUID.randomUUID();
        User user = User.registered(
                id, new PersonName("Ana"), new EmailAddress(id + "@example.com"), Set.of(Role.USER), NOW);
        return new Credentials(users.add(user, "hash", CONTEXT).await(), "hash");
    }

    /** Creates a session at this second, because ids sort by time. */
    private static Session session(Credentials customer, int second) {
        Instant then = NOW.plusSeconds(second);
        return Session.opened(
                Ids.next(Clock.fixed(then, ZoneOffset.UTC)), customer.user().id(), then, ORIGIN);
    }

    private static TokenFamily family(int generation) {
        return new TokenFamily(
                "s".repeat(43), generation, String.valueOf(generation).repeat(64), NOW);
    }
}
