package io.loomi.common.revocations;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.cache.RedisCache;
import io.loomi.common.cache.RedisMetrics;
import io.loomi.common.revocations.Revocation.Kind;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.Slow;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A read in pages is correct even if the set changes between two pages. */
@Slow
class RecentRevocationsTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final Redis DIRECT =
            Redis.createClient(VERTX, Backend.shared().redisUrl());

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void missesNothingWhenOldRevocationsAreTrimmedBetweenTwoPages() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        List<Revocation> revocations = IntStream.range(0, 2500)
                .mapToObj(i -> revocation(now.minusMillis(2500 - i)))
                .toList();
        recentIn(DIRECT).publish(revocations).await();

        Redis trimming = new BetweenPages(DIRECT, () -> remove(revocations.subList(0, 500)));
        assertThat(recentIn(trimming).since(revocations.getFirst().at()).await().revocations())
                .containsAll(revocations.subList(500, 2500));
        remove(revocations.subList(500, 2500)).await();
    }

    private static RecentRevocations recentIn(Redis redis) {
        return new RecentRevocations(
                new RedisCache(redis, Duration.ofSeconds(10), new RedisMetrics(new CompositeMeterRegistry())));
    }

    private static Future<?> remove(List<Revocation> revocations) {
        Request remove = Request.cmd(Command.ZREM).arg("loomi:revocations");
        revocations.forEach(revocation -> remove.arg(revocation.json().encode()));
        return DIRECT.send(remove);
    }

    private static Revocation revocation(Instant at) {
        return new Revocation(UUID.randomUUID(), Kind.SESSION, UUID.randomUUID(), at, at.plusSeconds(1020));
    }

    /** A Redis in which something happens after the first full page was read. */
    private static final class BetweenPages implements Redis {

        private final Redis redis;
        private final Supplier<Future<?>> meanwhile;
        private boolean interfered;

        BetweenPages(Redis redis, Supplier<Future<?>> meanwhile) {
            this.redis = redis;
            this.meanwhile = meanwhile;
        }

        @Override
        public Future<Response> send(Request request) {
            return redis.send(request).compose(answer -> {
                if (interfered || !request.command().equals(Command.ZRANGE) || answer.size() < 1000) {
                    return Future.succeededFuture(answer);
                }
                interfered = true;
                return meanwhile.get().map(answer);
            });
        }

        @Override
        public Future<List<Response>> batch(List<Request> requests) {
            return redis.batch(requests);
        }

        @Override
        public Future<RedisConnection> connect() {
            return redis.connect();
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
