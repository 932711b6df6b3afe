package io.loomi.load;

import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.cache.RedisCache;
import io.loomi.common.config.StartFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.stream.Gatherers;

/**
 * Writes into Redis that everybody is active, as transactions would after it had asked customers: its first question about
 * each person is not what is measured.
 */
final class StatusSeeding implements AutoCloseable {

    /** Fewer than what may wait for Redis at a time. */
    private static final int AT_ONCE = 500;

    private final Vertx vertx;
    private final CustomerStatusCache statuses;

    StatusSeeding(URI redis) {
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        this.statuses = new CustomerStatusCache(RedisCache.open(vertx, redis));
    }

    /** Good for the five minutes that an entry lives. */
    void announce() {
        People.all().gather(Gatherers.windowFixed(AT_ONCE)).forEach(this::announce);
        if (statuses.find(People.id(BenchOptions.PEOPLE)).await().isEmpty()) {
            throw new StartFailure("Redis does not keep what the bench writes: see its memory limit.");
        }
    }

    private void announce(List<UUID> people) {
        Future.all(people.stream()
                        .map(person -> statuses.announce(person, "active"))
                        .toList())
                .await();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
