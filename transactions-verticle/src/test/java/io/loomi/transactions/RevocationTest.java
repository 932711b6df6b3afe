package io.loomi.transactions;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.cache.RecentRevocations;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.Revocation.Kind;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.CuttableProxy;
import io.loomi.transactions.CustomersDouble.Mood;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever is put out is out, whichever of the two ways is down; and nobody else is. */
class RevocationTest {

    private final String redisUrl = Backend.shared().redisUrl();
    private final CuttableProxy redis = CuttableProxy.to(redisUrl);
    private final Bank bank = Bank.openWith(Map.of("REDIS_URL", redis.in(redisUrl)));
    private final Person ana = bank.personWith("1.00");
    private final Person bia = bank.personWith("1.00");

    @AfterEach
    void close() {
        bank.close();
        redis.close();
    }

    @Test
    void hearsOfItFromCustomersWhenTheWordToRedisWasLost() {
        bank.customers().revoke(endOf(ana));

        isPutOut(ana);
        assertThat(bia.account()).hasStatus(200);
    }

    @Test
    void hearsOfItFromCustomersWhileRedisIsDown() {
        redis.cut();
        assertThat(ana.account()).hasStatus(200);

        bank.customers().revoke(endOf(ana));

        isPutOut(ana);
        assertThat(bia.account()).hasStatus(200);
    }

    @Test
    void hearsOfItFromRedisWhileCustomersIsDown() {
        bank.customers().feel(Mood.DOWN);

        announce(endOf(ana));

        isPutOut(ana);
        assertThat(bia.account()).hasStatus(200);
    }

    @Test
    void keepsWhatItKnowsWhileBothAreDownAndLocksNobodyOut() {
        announce(endOf(ana));
        isPutOut(ana);

        bank.customers().feel(Mood.DOWN);
        redis.cut();

        assertThat(ana.account()).isProblem(401, "revoked-token");
        assertThat(bia.account()).hasStatus(200);
    }

    @Test
    void refusesASuspendedPersonAndTakesThemBackAtOnce() {
        bank.customers().set(ana.id(), "suspended");
        announce(word(Kind.USER, ana.id()));
        isPutOut(ana);

        bank.customers().set(ana.id(), "active");
        announce(word(Kind.REACTIVATION, ana.id()));

        Person again = bank.with(ana.id(), "read:transactions", "write:transactions");
        Awaitility.await().until(() -> again.account().status() == 200);
        assertThat(again.credit("1.00")).hasStatus(201);
    }

    @Test
    void knowsThemBeforeItAnswersTheFirstRequest() {
        Revocation ended = endOf(ana);
        CustomersDouble customers = bank.customers();
        customers.revoke(ended);
        try (var second = io.loomi.common.testing.ServiceBench.start(
                new Transactions(bank.clock()),
                Map.of(
                        "DATABASE_URL", Bank.newDatabase(),
                        "CUSTOMERS_SERVICE_URL", customers.url().toString()))) {
            assertThat(second.api().get("/api/accounts/me").as(ana.token()).send())
                    .isProblem(401, "revoked-token");
        }
    }

    @Test
    void tellsInItsFiguresHowLongAgoEachSourceWasRead() {
        String metrics = bank.api().get("/metrics").send().body();

        assertThat(metrics)
                .contains("loomi_revocations_known")
                .contains("source=\"redis\"")
                .contains("source=\"customers\"");
    }

    private static void isPutOut(Person person) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(person.account()).isProblem(401, "revoked-token"));
    }

    private void announce(Revocation revocation) {
        RedisCache direct = RedisCache.open(bank.bench().vertx(), URI.create(redisUrl), Duration.ofSeconds(5));
        new RecentRevocations(direct).announce(List.of(revocation)).await();
        direct.close().await();
    }

    private Revocation endOf(Person person) {
        return word(Kind.SESSION, CustomersDouble.sessionOf(person.token()));
    }

    private Revocation word(Kind kind, UUID subject) {
        Instant now = bank.clock().instant();
        return new Revocation(UUID.randomUUID(), kind, subject, now, now.plusSeconds(17 * 60));
    }
}
