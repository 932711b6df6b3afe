package io.loomi.common.revocations;

import io.loomi.common.cache.RedisCache;
import io.loomi.common.cache.RedisScript;
import io.loomi.common.identity.Sha256;
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
 * The latest revocations in Redis, a set sorted by time, which services that verify tokens read. It is a copy of the
 * table in the customers database. A mark in the set says that the copy is complete. If Redis loses the set, the mark
 * is lost too, so that lost data does not look like a set without revocations.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class RecentRevocations {

    private static final Logger LOG = LoggerFactory.getLogger(RecentRevocations.class);
    private static final RedisScript REVOKE = RedisScript.load("io/loomi/common/cache/revoke.lua");
    private static final RedisScript END_COPY = RedisScript.load("io/loomi/common/cache/end-copy.lua");
    private static final String KEY = "loomi:revocations";

    /** Grows with each revocation that is added to the set. */
    static final String VERSION = "loomi:revocations:version";

    /** Longer than an access token lives. */
    private static final Duration TIME_TO_LIVE = Duration.ofMinutes(17);

    private static final int PAGE_SIZE = 1000;

    /** The scores of marks are higher than any time, so that reading and trimming by time skip them. */
    private static final String MARK_PREFIX = "copy:";

    private static final String COMPLETE = "+inf";
    private static final String IN_PROGRESS = "9000000000000000";

    /** The maximum number of unreadable members to log, each once. */
    private static final int MAX_LOGGED = 100;

    private final RedisCache redis;
    private final Set<String> unreadable = new HashSet<>();

    public RecentRevocations(RedisCache redis) {
        this.redis = redis;
    }

    /**
     * @param copies the copies that were complete both before and after the reading
     * @param revocations the revocations that were found, even if the copy is incomplete
     */
    public record Reading(Set<String> copies, List<Revocation> revocations) {

        /** Whether the revocations are complete. */
        public boolean isComplete() {
            return !copies.isEmpty();
        }
    }

    /** Like {@link #write}, but never fails: empty when Redis does not answer. */
    public Future<Optional<Long>> publish(Collection<Revocation> revocations) {
        return write(revocations)
                .map(Optional::of)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Revocations not written to Redis: they are read from customers"))
                .otherwise(Optional.empty());
    }

    /**
     * Fails when Redis does not answer.
     *
     * @return the version of the set that contains them, for {@link RevocationReaders}; 0 when there are none
     */
    public Future<Long> write(Collection<Revocation> revocations) {
        if (revocations.isEmpty()) {
            return Future.succeededFuture(0L);
        }
        Instant latest =
                revocations.stream().map(Revocation::at).max(Instant::compareTo).orElseThrow();
        List<String> arguments = new ArrayList<>();
        arguments.add(String.valueOf(TIME_TO_LIVE.toMillis()));
        arguments.add(String.valueOf(latest.minus(TIME_TO_LIVE).toEpochMilli()));
        for (Revocation revocation : revocations) {
            arguments.add(String.valueOf(revocation.at().toEpochMilli()));
            arguments.add(revocation.json().encode());
        }
        return redis.run(REVOKE, List.of(KEY, VERSION), arguments).map(version -> Long.parseLong(version.toString()));
    }

    /** Begins a copy of the whole table under a unique name; fails when Redis does not answer. */
    public Future<Void> beginCopy(String name) {
        return redis.sendCommand(
                        Request.cmd(Command.ZADD).arg(KEY).arg(IN_PROGRESS).arg(MARK_PREFIX + name))
                .compose(_ -> keep());
    }

    /** Marks the copy as complete. False when the set was lost since the copy began. */
    public Future<Boolean> endCopy(String name) {
        return redis.run(END_COPY, List.of(KEY), List.of(MARK_PREFIX + name))
                .map(whole -> Objects.requireNonNull(whole.toInteger()) == 1);
    }

    /** Extends the set's time to live and returns whether the set is complete; fails when Redis does not answer. */
    public Future<Boolean> renew() {
        return keep().compose(_ -> copies()).map(copies -> !copies.isEmpty());
    }

    private Future<Void> keep() {
        return redis.sendCommand(Request.cmd(Command.PEXPIRE).arg(KEY).arg(TIME_TO_LIVE.toMillis()))
                .mapEmpty();
    }

    private Future<Set<String>> copies() {
        Request range =
                Request.cmd(Command.ZRANGE).arg(KEY).arg(COMPLETE).arg(COMPLETE).arg("BYSCORE");
        return redis.sendCommand(range).map(answer -> {
            Set<String> copies = new HashSet<>();
            Objects.requireNonNull(answer).forEach(mark -> copies.add(mark.toString()));
            return copies;
        });
    }

    /** The readable revocations since this time, inclusive; fails when Redis does not answer. */
    public Future<Reading> since(Instant time) {
        return copies().compose(before -> page(time, 0, new ArrayList<>())
                .compose(found -> copies().map(after -> new Reading(common(before, after), found))));
    }

    private static Set<String> common(Set<String> before, Set<String> after) {
        before.retainAll(after);
        return before;
    }

    /** Reads the newest first, so that trimming old members in the meantime shifts no page. */
    private Future<List<Revocation>> page(Instant time, int offset, List<Revocation> found) {
        Request range = Request.cmd(Command.ZRANGE)
                .arg(KEY)
                .arg("(" + IN_PROGRESS)
                .arg(time.toEpochMilli())
                .arg("BYSCORE")
                .arg("REV")
                .arg("LIMIT")
                .arg(offset)
                .arg(PAGE_SIZE);
        return redis.sendCommand(range).compose(answer -> {
            int members = Objects.requireNonNull(answer).size();
            for (Response member : answer) {
                parse(member.toString()).ifPresent(found::add);
            }
            return members < PAGE_SIZE ? Future.succeededFuture(found) : page(time, offset + members, found);
        });
    }

    /** Parses a member. Empty if it is unreadable, as one of a later version may be. */
    private Optional<Revocation> parse(String member) {
        try {
            return Optional.of(Revocation.of(new JsonObject(member)));
        } catch (RuntimeException malformed) {
            if (unreadable.size() < MAX_LOGGED && unreadable.add(Sha256.hex(member))) {
                LOG.atError()
                        .addKeyValue("cause", malformed.getClass().getSimpleName())
                        .log("Skipped an unreadable revocation in Redis");
            }
            return Optional.empty();
        }
    }
}
