package io.loomi.transactions.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.cache.RecentRevocations;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.cache.RevocationReaders;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.Revocation.Kind;
import io.loomi.common.testing.Backend;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All tests share the set in Redis: it may contain revocations of others. */
class RedisRevocationsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final String URL = Backend.shared().redisUrl();
    private static final RedisCache REDIS = RedisCache.open(VERTX, URI.create(URL), Duration.ofSeconds(10));
    private static final Redis DIRECT = Redis.createClient(VERTX, URL);
    private static final String KEY = "loomi:revocations";

    private final RecentRevocations recent = new RecentRevocations(REDIS);
    private final RevocationReaders readers = new RevocationReaders(REDIS);
    private final AtomicLong nanos = new AtomicLong();
    private final RedisRevocations source = new RedisRevocations(recent, readers, Clock.systemUTC(), nanos::get);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @BeforeEach
    void copy() {
        send(Request.cmd(Command.DEL).arg("loomi:revocations:readers"));
        copyIs("one");
    }

    private void copyIs(String name) {
        recent.beginCopy(name).await();
        assertThat(recent.endCopy(name).await()).isTrue();
    }

    @Test
    void readsNothingFromARedisThatWasEmptied() {
        Revocation before = word(Instant.now());
        recent.announce(List.of(before)).await();
        assertThat(read()).contains(before);

        send(Request.cmd(Command.DEL).arg(KEY));
        assertThat(isRead()).isFalse();

        recent.announce(List.of(word(Instant.now()))).await();
        assertThat(isRead()).as("one revocation is not the record").isFalse();
    }

    @Test
    void takesNoCopyForWholeThatWasLostWhileItWasMade() {
        recent.beginCopy("two").await();
        send(Request.cmd(Command.DEL).arg(KEY));
        recent.announce(List.of(word(Instant.now()))).await();

        assertThat(recent.endCopy("two").await()).isFalse();
        assertThat(isRead()).isFalse();
    }

    @Test
    void readsANewCopyInFull() {
        Instant now = Instant.now();
        recent.announce(List.of(word(now))).await();
        read();
        pass(60);
        read();

        Revocation old = word(now);
        recent.announce(List.of(old)).await();
        assertThat(read()).doesNotContain(old);
        copyIs("two");
        assertThat(read()).contains(old);
    }

    @Test
    void goesOnFromTheLastReadingHoweverLongRedisWasAway() {
        Instant first = Instant.now();
        recent.announce(List.of(word(first))).await();
        read();
        pass(60);

        Revocation meanwhile = word(first.plusSeconds(20));
        recent.announce(List.of(meanwhile)).await();

        assertThat(read()).contains(meanwhile);
        remove(meanwhile.json().encode());
    }

    @Test
    void readsABurstInFullAndNotAgainOnceTheOverlapIsPast() {
        List<Revocation> burst =
                Stream.generate(() -> word(Instant.now())).limit(2500).toList();
        recent.announce(burst).await();

        assertThat(read()).containsAll(burst);
        pass(14);
        assertThat(read()).as("revocations that were recorded before may still arrive").containsAll(burst);
        pass(2);
        read();
        assertThat(read()).doesNotContainAnyElementsOf(burst);
    }

    @Test
    void hearsWhatComesAfterAPause() {
        Instant first = Instant.now();
        recent.announce(List.of(word(first))).await();
        read();
        pass(60);

        Revocation late = word(first.plusSeconds(50));
        recent.announce(List.of(late)).await();

        assertThat(read()).as("recorded ten seconds before it arrived").contains(late);
        remove(late.json().encode());
    }

    @Test
    void goesOnFromNoTimeThatIsFarAhead() {
        Revocation odd = word(Instant.parse("9999-12-31T00:00:00Z"));
        send(Request.cmd(Command.ZADD)
                .arg(KEY)
                .arg(Instant.now().toEpochMilli())
                .arg(odd.json().encode()));
        assertThat(read()).contains(odd);

        Revocation next = word(Instant.now());
        recent.announce(List.of(next)).await();
        assertThat(read()).contains(next);
        remove(odd.json().encode());
    }

    @Test
    void passesOverWhatItCannotRead() {
        String garbage = "{\"kind\": \"of a later version\"}";
        send(Request.cmd(Command.ZADD)
                .arg(KEY)
                .arg(Instant.now().toEpochMilli())
                .arg(garbage));
        Revocation good = word(Instant.now());
        recent.announce(List.of(good)).await();

        assertThat(read()).contains(good);
        assertThat(read()).contains(good);
        remove(garbage);
    }

    @Test
    void leavesNothingInRedisForEver() {
        recent.announce(List.of(word(Instant.now()))).await();

        assertThat(send(Request.cmd(Command.TTL).arg(KEY)).toInteger()).isBetween(1, 17 * 60);
    }

    @Test
    void isBehindUntilWhatItReadIsTaken() {
        read();
        long version = recent.announce(List.of(word(Instant.now()))).await().orElseThrow();
        assertThat(behind(version)).isEqualTo(1);

        read();
        assertThat(behind(version)).isEqualTo(1);

        source.taken().await();
        assertThat(behind(version)).isZero();
    }

    @Test
    void isBehindBeforeItHasReadAnything() {
        send(Request.cmd(Command.DEL).arg(KEY));
        long version = recent.announce(List.of(word(Instant.now()))).await().orElseThrow();
        assertThat(behind(version)).isZero();

        assertThat(isRead()).isFalse();

        assertThat(behind(version)).isEqualTo(1);
    }

    private int behind(long version) {
        return readers.behind(version).await();
    }

    /** Reads the set even if its version is unchanged. */
    private List<Revocation> read() {
        passTheInterval();
        return source.read().await();
    }

    private void passTheInterval() {
        nanos.addAndGet(Duration.ofMillis(250).toNanos());
    }

    private boolean isRead() {
        passTheInterval();
        return source.read().map(true).otherwise(false).await();
    }

    private void pass(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private static void remove(String member) {
        send(Request.cmd(Command.ZREM).arg(KEY).arg(member));
    }

    private static Response send(Request request) {
        return DIRECT.send(request).await();
    }

    private static Revocation word(Instant at) {
        return new Revocation(
                UUID.randomUUID(),
                Kind.SESSION,
                UUID.randomUUID(),
                Instant.ofEpochMilli(at.toEpochMilli()),
                at.plusSeconds(1020));
    }
}
