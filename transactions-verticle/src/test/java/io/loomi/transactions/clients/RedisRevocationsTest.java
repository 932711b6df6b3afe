package io.loomi.transactions.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.cache.RedisCache;
import io.loomi.common.revocations.RecentRevocations;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.Revocation.Kind;
import io.loomi.common.revocations.RevocationReaders;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.Slow;
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
@Slow
class RedisRevocationsTest {

    private static final Vertx VERTX = Vertx.vertx();

    /** A database of its own: the services of other tests are readers too. */
    private static final String URL = Backend.shared().redisUrl() + "/8";

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
        completeCopy("one");
    }

    private void completeCopy(String name) {
        recent.beginCopy(name).await();
        assertThat(recent.endCopy(name).await()).isTrue();
    }

    @Test
    void failsAfterRedisWasEmptied() {
        Revocation before = revocation(Instant.now());
        recent.publish(List.of(before)).await();
        assertThat(read()).contains(before);

        send(Request.cmd(Command.DEL).arg(KEY));
        assertThat(isRead()).isFalse();

        recent.publish(List.of(revocation(Instant.now()))).await();
        assertThat(isRead()).as("one revocation is not a complete copy").isFalse();
    }

    @Test
    void rejectsACopyThatWasLostWhileItWasMade() {
        recent.beginCopy("two").await();
        send(Request.cmd(Command.DEL).arg(KEY));
        recent.publish(List.of(revocation(Instant.now()))).await();

        assertThat(recent.endCopy("two").await()).isFalse();
        assertThat(isRead()).isFalse();
    }

    @Test
    void readsANewCopyInFull() {
        Instant now = Instant.now();
        recent.publish(List.of(revocation(now))).await();
        read();
        advance(60);
        read();

        Revocation old = revocation(now);
        recent.publish(List.of(old)).await();
        assertThat(read()).doesNotContain(old);
        completeCopy("two");
        assertThat(read()).contains(old);
    }

    @Test
    void continuesFromTheLastReadAfterAnOutage() {
        Instant first = Instant.now();
        recent.publish(List.of(revocation(first))).await();
        read();
        advance(60);

        Revocation meanwhile = revocation(first.plusSeconds(20));
        recent.publish(List.of(meanwhile)).await();

        assertThat(read()).contains(meanwhile);
        remove(meanwhile.json().encode());
    }

    @Test
    void readsABurstInFullAndNotAgainAfterTheOverlap() {
        List<Revocation> burst =
                Stream.generate(() -> revocation(Instant.now())).limit(2500).toList();
        recent.publish(burst).await();

        assertThat(read()).containsAll(burst);
        advance(14);
        assertThat(read())
                .as("revocations that were recorded before may still arrive")
                .containsAll(burst);
        advance(2);
        read();
        assertThat(read()).doesNotContainAnyElementsOf(burst);
    }

    @Test
    void readsARevocationAfterAPause() {
        Instant first = Instant.now();
        recent.publish(List.of(revocation(first))).await();
        read();
        advance(60);

        Revocation late = revocation(first.plusSeconds(50));
        recent.publish(List.of(late)).await();

        assertThat(read()).as("recorded ten seconds before it arrived").contains(late);
        remove(late.json().encode());
    }

    @Test
    void ignoresTimesFarInTheFuture() {
        Revocation odd = revocation(Instant.parse("9999-12-31T00:00:00Z"));
        send(Request.cmd(Command.ZADD)
                .arg(KEY)
                .arg(Instant.now().toEpochMilli())
                .arg(odd.json().encode()));
        assertThat(read()).contains(odd);

        Revocation next = revocation(Instant.now());
        recent.publish(List.of(next)).await();
        assertThat(read()).contains(next);
        remove(odd.json().encode());
    }

    @Test
    void skipsUnreadableEntries() {
        String garbage = "{\"kind\": \"of a later version\"}";
        send(Request.cmd(Command.ZADD)
                .arg(KEY)
                .arg(Instant.now().toEpochMilli())
                .arg(garbage));
        Revocation good = revocation(Instant.now());
        recent.publish(List.of(good)).await();

        assertThat(read()).contains(good);
        assertThat(read()).contains(good);
        remove(garbage);
    }

    @Test
    void setsATimeToLive() {
        recent.publish(List.of(revocation(Instant.now()))).await();

        assertThat(send(Request.cmd(Command.TTL).arg(KEY)).toInteger()).isBetween(1, 17 * 60);
    }

    @Test
    void isBehindUntilTheReadIsInForce() {
        read();
        long version =
                recent.publish(List.of(revocation(Instant.now()))).await().orElseThrow();
        assertThat(countBehind(version)).isEqualTo(1);

        read();
        assertThat(countBehind(version)).isEqualTo(1);

        source.applied().await();
        assertThat(countBehind(version)).isZero();
    }

    @Test
    void isBehindBeforeItHasReadAnything() {
        send(Request.cmd(Command.DEL).arg(KEY));
        long version =
                recent.publish(List.of(revocation(Instant.now()))).await().orElseThrow();
        assertThat(countBehind(version)).isZero();

        assertThat(isRead()).isFalse();

        assertThat(countBehind(version)).isEqualTo(1);
    }

    private int countBehind(long version) {
        return readers.countBehind(version).await();
    }

    /** Reads the set even if its version is unchanged. */
    private List<Revocation> read() {
        advanceInterval();
        return source.read().await();
    }

    private void advanceInterval() {
        nanos.addAndGet(Duration.ofMillis(250).toNanos());
    }

    private boolean isRead() {
        advanceInterval();
        return source.read().map(true).otherwise(false).await();
    }

    private void advance(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private static void remove(String member) {
        send(Request.cmd(Command.ZREM).arg(KEY).arg(member));
    }

    private static Response send(Request request) {
        return DIRECT.send(request).await();
    }

    private static Revocation revocation(Instant at) {
        return new Revocation(
                UUID.randomUUID(),
                Kind.SESSION,
                UUID.randomUUID(),
                Instant.ofEpochMilli(at.toEpochMilli()),
                at.plusSeconds(1020));
    }
}
