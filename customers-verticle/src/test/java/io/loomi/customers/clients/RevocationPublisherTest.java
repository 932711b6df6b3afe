package io.loomi.customers.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.bus.Broadcasts;
import io.loomi.common.cache.RecentRevocations;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.cache.RevocationReaders;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.Revocation.Kind;
import io.loomi.common.testing.Backend;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends a session is answered once its tokens are refused everywhere. */
@Timeout(30)
class RevocationPublisherTest {

    private final Vertx vertx = Vertx.vertx();
    private final RedisCache redis =
            RedisCache.open(vertx, URI.create(Backend.shared().redisUrl()), Duration.ofSeconds(10));
    private final RevocationReaders readers = new RevocationReaders(redis);
    private final String reader = UUID.randomUUID().toString();
    private final RevocationPublisher announcer = announcer(redis);

    private RevocationPublisher announcer(RedisCache cache) {
        return new RevocationPublisher(
                vertx, new RecentRevocations(cache), new RevocationReaders(cache), new Broadcasts(vertx));
    }

    @AfterEach
    void close() {
        readers.tell(reader, Long.MAX_VALUE / 1024).await();
        vertx.close().await();
    }

    @Test
    void waitsUntilEveryReaderHasHeard() {
        long before = readers.tell(reader, 0).await();

        Future<Void> announced = announcer.announce(List.of(word()));
        long version = versionAfter(before);
        assertThat(announced.isComplete()).isFalse();

        readers.tell(reader, version).await();
        announced.await();
    }

    @Test
    void waitsForASilentReaderNoLongerThanAMoment() {
        long before = readers.tell(reader, 0).await();
        long start = System.nanoTime();

        announcer.announce(List.of(word())).await();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
        assertThat(versionAfter(before)).isGreaterThan(before);
    }

    @Test
    void waitsForNobodyWhileRedisIsAway() {
        announcer(RedisCache.open(vertx, URI.create("redis://127.0.0.1:1")))
                .announce(List.of(word()))
                .await();
    }

    /** A reader that is asked for the version holds no more than it did. */
    private long versionAfter(long before) {
        long version = before;
        while (version <= before) {
            version = readers.tell(reader, 0).await();
        }
        return version;
    }

    private static Revocation word() {
        Instant now = Instant.now();
        return new Revocation(UUID.randomUUID(), Kind.SESSION, UUID.randomUUID(), now, now.plusSeconds(1020));
    }
}
