package io.loomi.customers.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.cache.RedisCache;
import io.loomi.common.cluster.Broadcasts;
import io.loomi.common.revocations.RecentRevocations;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.Revocation.Kind;
import io.loomi.common.revocations.RevocationReaders;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.Slow;
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

/** A publication completes when every reader refuses the tokens. */
@Timeout(30)
@Slow
class RevocationPublisherTest {

    private final Vertx vertx = Vertx.vertx();
    private final RedisCache redis =
            RedisCache.open(vertx, URI.create(Backend.shared().redisUrl()), Duration.ofSeconds(10));
    private final RevocationReaders readers = new RevocationReaders(redis);
    private final String reader = UUID.randomUUID().toString();
    private final RevocationPublisher publisher = publisher(redis);

    private RevocationPublisher publisher(RedisCache cache) {
        return new RevocationPublisher(
                vertx, new RecentRevocations(cache), new RevocationReaders(cache), new Broadcasts(vertx));
    }

    @AfterEach
    void close() {
        readers.report(reader, Long.MAX_VALUE / 1024).await();
        vertx.close().await();
    }

    @Test
    void waitsForEveryReader() {
        long before = readers.report(reader, 0).await();

        Future<Void> published = publisher.publish(List.of(revocation()));
        long version = versionAfter(before);
        assertThat(published.isComplete()).isFalse();

        readers.report(reader, version).await();
        published.await();
    }

    @Test
    void limitsTheWaitForASilentReader() {
        long before = readers.report(reader, 0).await();
        long start = System.nanoTime();

        publisher.publish(List.of(revocation())).await();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(400));
        assertThat(versionAfter(before)).isGreaterThan(before);
    }

    @Test
    void doesNotWaitWhileRedisIsDown() {
        publisher(RedisCache.open(vertx, URI.create("redis://127.0.0.1:1")))
                .publish(List.of(revocation()))
                .await();
    }

    /** Polls for a newer version. A report of version 0 does not advance the reader. */
    private long versionAfter(long before) {
        long version = before;
        while (version <= before) {
            version = readers.report(reader, 0).await();
        }
        return version;
    }

    private static Revocation revocation() {
        Instant now = Instant.now();
        return new Revocation(UUID.randomUUID(), Kind.SESSION, UUID.randomUUID(), now, now.plusSeconds(1020));
    }
}
