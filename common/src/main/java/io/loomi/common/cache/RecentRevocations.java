package io.loomi.common.cache;

import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest revocations in Redis, a set sorted by their time: the quick way for them to everybody who verifies tokens. It is not
 * the record: what Redis has missed or lost, the customers' database knows.
 */
public final class RecentRevocations {

    private static final Logger LOG = LoggerFactory.getLogger(RecentRevocations.class);
    private static final String KEY = "loomi:revocations";

    /** Longer than an access token lives. */
    private static final Duration KEPT = Duration.ofMinutes(17);

    private static final int PAGE = 1000;

    private final RedisCache redis;

    public RecentRevocations(RedisCache redis) {
        this.redis = redis;
    }

    /** Never fails. */
    public Future<Void> announce(Collection<Revocation> revocations) {
        if (revocations.isEmpty()) {
            return Future.succeededFuture();
        }
        Request add = Request.cmd(Command.ZADD).arg(KEY);
        Instant latest = Instant.MIN;
        for (Revocation revocation : revocations) {
            add.arg(revocation.at().toEpochMilli()).arg(revocation.json().encode());
            latest = revocation.at().isAfter(latest) ? revocation.at() : latest;
        }
        Request trim = Request.cmd(Command.ZREMRANGEBYSCORE)
                .arg(KEY)
                .arg("-inf")
                .arg(latest.minus(KEPT).toEpochMilli());
        return Future.join(redis.ask(add), redis.ask(trim))
                .<Void>mapEmpty()
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Revocations not written to Redis: they are read from customers"))
                .otherwiseEmpty();
    }

    /** Those of this time and later; fails when Redis cannot be asked. */
    public Future<List<Revocation>> since(Instant time) {
        return page(time, new ArrayList<>());
    }

    private Future<List<Revocation>> page(Instant time, List<Revocation> found) {
        Request range = Request.cmd(Command.ZRANGE)
                .arg(KEY)
                .arg(time.toEpochMilli())
                .arg("+inf")
                .arg("BYSCORE")
                .arg("LIMIT")
                .arg(found.size())
                .arg(PAGE);
        return redis.ask(range).compose(answer -> {
            List<Revocation> page = StreamSupport.stream(
                            Objects.requireNonNull(answer).spliterator(), false)
                    .map(Response::toString)
                    .map(text -> Revocation.of(new JsonObject(text)))
                    .toList();
            found.addAll(page);
            return page.size() < PAGE ? Future.succeededFuture(found) : page(time, found);
        });
    }
}
