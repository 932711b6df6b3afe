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
 * Writes the status active of every customer to Redis, as transactions does after a lookup in customers. The bench does not
 * measure first lookups.
 */
final class StatusSeeding implements AutoCloseable {

    /** Less than the limit of commands that wait for Redis. */
    private static final int BATCH_SIZE = 500;

    private final Vertx vertx;
    private final CustomerStatusCache statuses;

    StatusSeeding(URI redis) {
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
        this.statuses = new CustomerStatusCache(RedisCache.open(vertx, redis));
    }

    /** Lasts for five minutes, the time to live of an entry. */
    void seed() {
        CustomerIds.all().gather(Gatherers.windowFixed(BATCH_SIZE)).forEach(this::seed);
        if (statuses.find(CustomerIds.id(BenchOptions.CUSTOMERS)).await().isEmpty()) {
            throw new StartFailure("Redis does not keep what the bench writes: see its memory limit.");
        }
    }

    private void seed(List<UUID> customers) {
        Future.all(customers.stream()
                        .map(customer -> statuses.publish(customer, "active"))
                        .toList())
                .await();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
