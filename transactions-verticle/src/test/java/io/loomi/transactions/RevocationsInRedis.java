package io.loomi.transactions;

import io.loomi.common.cache.RedisCache;
import io.loomi.common.revocations.RecentRevocations;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.testing.Backend;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Writes revocations to Redis, as customers does, or deletes all of them. */
final class RevocationsInRedis {

    private final Vertx vertx;
    private final String url = Backend.shared().redisUrl();

    RevocationsInRedis(Vertx vertx) {
        this.vertx = vertx;
    }

    void publish(Revocation revocation) {
        ask(recent -> recent.publish(List.of(revocation)));
    }

    /** Marks the copy as complete, as after a copy of an empty record. */
    void copyTheRecord() {
        String name = UUID.randomUUID().toString();
        ask(recent -> recent.beginCopy(name).compose(_ -> recent.endCopy(name)));
    }

    private void ask(Function<RecentRevocations, Future<?>> work) {
        RedisCache direct = RedisCache.open(vertx, URI.create(url), Duration.ofSeconds(5));
        work.apply(new RecentRevocations(direct)).await();
        direct.close().await();
    }

    void empty() {
        Redis direct = Redis.createClient(vertx, url);
        direct.send(Request.cmd(Command.DEL).arg("loomi:revocations")).await();
        direct.close().await();
    }
}
