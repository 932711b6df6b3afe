package io.loomi.common.cache;

import io.loomi.common.digest.Sha256;
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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The latest revocations in Redis, a set sorted by their time: the quick way for them to everybody who verifies tokens. It is not
 * the record: what Redis has missed or lost, the customers' database knows.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class RecentRevocations {

    private static final Logger LOG = LoggerFactory.getLogger(RecentRevocations.class);
    private static final String KEY = "loomi:revocations";

    /** Longer than an access token lives. */
    private static final Duration KEPT = Duration.ofMinutes(17);

    private static final int PAGE = 1000;

    /** Members that are reported; each once, and not without end. */
    private static final int REPORTED = 100;

    private final RedisCache redis;
    private final Set<String> unreadable = new HashSet<>();

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
        Request expire = Request.cmd(Command.PEXPIRE).arg(KEY).arg(KEPT.toMillis());
        return Future.join(redis.ask(add).compose(_ -> redis.ask(expire)), redis.ask(trim))
                .<Void>mapEmpty()
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Revocations not written to Redis: they are read from customers"))
                .otherwiseEmpty();
    }

    /** Those of this time and later, but for what is none; fails when Redis cannot be asked. */
    public Future<List<Revocation>> since(Instant time) {
        return page(time, 0, new ArrayList<>());
    }

    private Future<List<Revocation>> page(Instant time, int offset, List<Revocation> found) {
        Request range = Request.cmd(Command.ZRANGE)
                .arg(KEY)
                .arg(time.toEpochMilli())
                .arg("+inf")
                .arg("BYSCORE")
                .arg("LIMIT")
                .arg(offset)
                .arg(PAGE);
        return redis.ask(range).compose(answer -> {
            int members = Objects.requireNonNull(answer).size();
            for (Response member : answer) {
                parse(member.toString()).ifPresent(found::add);
            }
            return members < PAGE ? Future.succeededFuture(found) : page(time, offset + members, found);
        });
    }

    /** One that cannot be read, as of a later version, hides none of the others. */
    private Optional<Revocation> parse(String member) {
        try {
            return Optional.of(Revocation.of(new JsonObject(member)));
        } catch (RuntimeException malformed) {
            if (unreadable.size() < REPORTED && unreadable.add(Sha256.hex(member))) {
                LOG.atError()
                        .addKeyValue("cause", malformed.getClass().getSimpleName())
                        .log("A revocation in Redis cannot be read and is passed over");
            }
            return Optional.empty();
        }
    }
}
