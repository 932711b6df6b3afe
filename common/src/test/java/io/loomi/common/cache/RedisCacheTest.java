package io.loomi.common.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.testing.Backend;
import io.loomi.common.testing.FaultyProxy;
import io.loomi.common.testing.Slow;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@Slow
class RedisCacheTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);

    private final RedisCache redis =
            RedisCache.open(VERTX, URI.create(Backend.shared().redisUrl()));

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void missesAKeyThatWasNeverWritten() {
        assertThat(redis.get(UUID.randomUUID().toString()).await()).isEmpty();
    }

    @Test
    void keepsAChangeWhenAnOlderStatusArrives() {
        CustomerStatusCache statuses = new CustomerStatusCache(redis);
        UUID customer = UUID.randomUUID();

        statuses.publish(customer, "deleted").await();
        statuses.remember(customer, "active").await();

        assertThat(statuses.find(customer).await()).contains("deleted");
        assertThat(statuses.findStale(customer).await()).contains("deleted");
    }

    @Test
    void replacesDeadConnectionsThatWereNotClosed() {
        try (FaultyProxy network = FaultyProxy.open()) {
            RedisCache cache = RedisCache.open(
                    VERTX, network.before(URI.create(Backend.shared().redisUrl())));
            Awaitility.await()
                    .until(
                            () -> { // opening the first connection may take longer than the timeout
                                cache.put("silence", "read", TIME_TO_LIVE).await();
                                return cache.get("silence").await().isPresent();
                            });

            network.suffer(new FaultyProxy.Fault.BlackHole());
            Future.all(Stream.generate(() -> cache.get("silence")).limit(20).toList())
                    .await()
                    .<Optional<String>>list()
                    .forEach(missed -> assertThat(missed).isEmpty());

            network.recover();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> cache.get("silence").await().isPresent());
            cache.close().await();
        }
    }

    @Test
    void missesInsteadOfFailingWhenRedisIsDown() {
        RedisCache down = RedisCache.open(VERTX, URI.create("redis://127.0.0.1:1"));

        assertThat(down.get("key").await()).isEmpty();
        down.put("key", "value", TIME_TO_LIVE).await();
        assertThatThrownBy(() -> down.ping().await()).isInstanceOf(Exception.class);
    }
}
