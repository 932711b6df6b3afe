package io.loomi.customers.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.Instance;
import io.loomi.common.config.Settings;
import io.loomi.common.database.Database;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.database.Migrations;
import io.loomi.common.errors.Failure;
import io.loomi.common.identity.Ids;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.Slow;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.PersonName;
import io.loomi.customers.entities.ProfileChange;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.User;
import io.loomi.customers.entities.UserStatus;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@Slow
class PostgresUserRepositoryTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123456Z");
    private static final AuditContext CONTEXT = AuditContext.ofConfiguration();

    private static final AtomicInteger USERS = new AtomicInteger();

    private static UserRepository users;

    @BeforeAll
    static void migrate() {
        String url = Backend.shared().createDatabase("user_repository");
        DatabaseConfig config = DatabaseConfig.from(new Settings(Map.of("DATABASE_URL", url)));
        Migrations.run(VERTX, "customers", config).await();
        users = new PostgresUserRepository(Database.open(VERTX, config, new Instance(1, 1)));
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void findsANameAndAnAddressInEitherUnicodeForm() {
        User composed = user("Jos\u00E9 Um", "jos\u00E9.um@example.com");
        User decomposed = user("Jose\u0301 Dois", "joao@b\u00FCcher.example");
        users.add(composed, "hash", CONTEXT).await();
        users.add(decomposed, "hash", CONTEXT).await();

        for (String text : List.of("JOS\u00C9", "jose\u0301", "\uFF2Aos\u00E9")) {
            assertThat(found(text)).as(text).containsExactlyInAnyOrder(composed.id(), decomposed.id());
        }
        assertThat(found("Jose\u0301.um@")).containsExactly(composed.id());
        assertThat(found("joao@bu\u0308cher.example")).containsExactly(decomposed.id());
        assertThat(found("joao@xn--bcher-kva.example")).containsExactly(decomposed.id());
    }

    private static List<UUID> found(String prefix) {
        return search(prefix, Optional.empty(), Optional.empty()).stream()
                .map(User::id)
                .toList();
    }

    @Test
    void readsBackAUser() {
        User ana = user("Ana 😀", "ana@example.com");

        users.add(ana, "hash", CONTEXT).await();

        assertThat(users.find(ana.id()).await()).contains(ana);
        assertThat(users.findCredentials(ana.email()).await()).hasValueSatisfying(found -> {
            assertThat(found.user()).isEqualTo(ana);
            assertThat(found.passwordHash()).isEqualTo("hash");
        });
    }

    @Test
    void keepsEmailAddressesUnique() {
        users.add(user("One", "same@example.com"), "hash", CONTEXT).await();

        assertThatThrownBy(() -> users.add(user("Two", "same@example.com"), "hash", CONTEXT)
                        .await())
                .isInstanceOf(Failure.Conflict.class);
    }

    @Test
    void changesOnlyTheExpectedVersion() {
        User ana = user("Ana", "ana.change@example.com");
        users.add(ana, "hash", CONTEXT).await();
        ProfileChange change =
                new ProfileChange(Optional.of(new PersonName("Ana Lima")), Optional.empty(), Optional.of(Set.of(1, 7)));

        User changed = users.change(ana.id(), change, NOW.plusSeconds(1), CONTEXT)
                .await()
                .orElseThrow();

        assertThat(changed.version()).isEqualTo(2);
        assertThat(changed.name().value()).isEqualTo("Ana Lima");
        assertThat(changed.email()).isEqualTo(ana.email());
        assertThat(users.change(ana.id(), change, NOW, CONTEXT).await()).isEmpty();
    }

    @Test
    void erasesTheCustomerAndFreesTheAddress() {
        User ana = user("Ana", "ana.gone@example.com");
        users.add(ana, "hash", CONTEXT).await();

        assertThat(users.erase(ana.id(), NOW, CONTEXT).await())
                .hasValueSatisfying(revoked -> assertThat(revoked).hasSize(1));

        assertThat(users.erase(ana.id(), NOW, CONTEXT).await()).isEmpty();
        assertThat(users.find(ana.id()).await()).isEmpty();
        assertThat(users.findCredentials(ana.email()).await()).isEmpty();
        users.add(user("Another Ana", "ana.gone@example.com"), "hash", CONTEXT).await();
    }

    @Test
    void findsCustomersByTheBeginningOfNameOrAddressNewestFirst() {
        User first = user("Search One", "x.one@example.com");
        User second = user("search two", "x.two@example.com");
        User odd = user("50%_off\\", "x.odd@example.com");
        List.of(first, second, odd)
                .forEach(user -> users.add(user, "hash", CONTEXT).await());

        assertThat(search("SEARCH", Optional.empty(), Optional.empty())).containsExactly(second, first);
        assertThat(search("x.", Optional.empty(), Optional.empty())).containsExactly(odd, second, first);
        assertThat(search("search", Optional.empty(), Optional.of(second.id()))).containsExactly(first);
        assertThat(search("50%_off\\", Optional.empty(), Optional.empty())).containsExactly(odd);
        assertThat(search("%", Optional.empty(), Optional.empty())).isEmpty();
        assertThat(search("search", Optional.of(UserStatus.SUSPENDED), Optional.empty()))
                .isEmpty();
    }

    private static List<User> search(String prefix, Optional<UserStatus> status, Optional<UUID> after) {
        return users.search(Optional.of(prefix), status, after, 10).await();
    }

    /** Creates each user one second after the previous one, because ids sort by the millisecond. */
    private static User user(String name, String email) {
        Clock then = Clock.fixed(NOW.plusSeconds(USERS.incrementAndGet()), ZoneOffset.UTC);
        return User.registered(Ids.next(then), new PersonName(name), new EmailAddress(email), Set.of(Role.USER), NOW);
    }
}
