package io.loomi.common.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.testing.Backend;
import io.loomi.common.testing.FaultyProxy;
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

class RedisCacheTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Duration LIFE = Duration.ofMinutes(1);

    private final RedisCache redis =
            RedisCache.open(VERTX, URI.create(Backend.shared().redisUrl()));

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void knowsNothingOfAKeyThatWasNeverWritten() {
        assertThat(redis.get(UUID.randomUUID().toString()).await()).isEmpty();
    }

    @Test
    void letsAnAnnouncementWinOverAnAnswerThatWasUnderWay() {
        CustomerStatusCache statuses = new CustomerStatusCache(redis);
        UUID person = UUID.randomUUID();

        statuses.announce(person, "deleted").await();
        statuses.remember(person, "active").await();

        assertThat(statuses.find(person).await()).contains("deleted");
        assertThat(statuses.findStale(person).await()).contains("deleted");
    }

    @Test
    void findsOutThatConnectionsAreDeadWhichNobodyClosed() {
        try (FaultyProxy network = FaultyProxy.open()) {
            RedisCache cache = RedisCache.open(
                    VERTX, network.before(URI.create(Backend.shared().redisUrl())));
            Awaitility.await()
                    .until(
                            () -> { // the very first may take longer than the cache has patience
                                cache.put("silence", "read", LIFE).await();
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
    void isAMissAndNotAFailureWhenRedisIsDown() {
        RedisCache down = RedisCache.open(VERTX, URI.create("redis://127.0.0.1:1"));

        assertThat(down.get("key").await()).isEmpty();
        down.put("key", "value", LIFE).await();
        assertThatThrownBy(() -> down.ping().await()).isInstanceOf(Exception.class);
    }
}
