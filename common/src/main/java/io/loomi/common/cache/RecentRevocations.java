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
 * The latest revocations in Redis, a set sorted by their time: the quick way for them to everybody who verifies tokens. It is a
 * copy of the record, the customers' database. A mark in the set says that the copy is whole; the mark is lost with the set, so
 * an emptied Redis does not pass for one that has no revocations.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class RecentRevocations {

    private static final Logger LOG = LoggerFactory.getLogger(RecentRevocations.class);
    private static final RedisScript REVOKE = RedisScript.load("io/loomi/common/cache/revoke.lua");
    private static final RedisScript END_COPY = RedisScript.load("io/loomi/common/cache/whole.lua");
    private static final String KEY = "loomi:revocations";

    /** Grows with each revocation that is added to the set. */
    static final String VERSION = "loomi:revocations:version";

    /** Longer than an access token lives. */
    private static final Duration KEPT = Duration.ofMinutes(17);

    private static final int PAGE = 1000;

    /** Marks have scores beyond every time: readers and the trimming of what is old leave them alone. */
    private static final String MARK = "copy:";

    private static final String WHOLE = "+inf";
    private static final String UNDER_WAY = "9000000000000000";

    /** Members that are reported; each once, and not without end. */
    private static final int REPORTED = 100;

    private final RedisCache redis;
    private final Set<String> unreadable = new HashSet<>();

    public RecentRevocations(RedisCache redis) {
        this.redis = redis;
    }

    /**
     * @param copies the copies of the record that were whole before and after the reading
     * @param revocations what was found, whether the copy is whole or not
     */
    public record Reading(Set<String> copies, List<Revocation> revocations) {

        /** Whether what is not among the revocations was not recorded. */
        public boolean isWhole() {
            return !copies.isEmpty();
        }
    }

    /** Never fails: empty when Redis cannot be asked, and else as {@link #write}. */
    public Future<Optional<Long>> announce(Collection<Revocation> revocations) {
        return write(revocations)
                .map(Optional::of)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Revocations not written to Redis: they are read from customers"))
                .otherwise(Optional.empty());
    }

    /**
     * Fails when Redis cannot be asked.
     *
     * @return the version of the set that has them, for {@link RevocationReaders}; 0 when there are none
     */
    public Future<Long> write(Collection<Revocation> revocations) {
        if (revocations.isEmpty()) {
            return Future.succeededFuture(0L);
        }
        Instant latest =
                revocations.stream().map(Revocation::at).max(Instant::compareTo).orElseThrow();
        List<String> arguments = new ArrayList<>();
        arguments.add(String.valueOf(KEPT.toMillis()));
        arguments.add(String.valueOf(latest.minus(KEPT).toEpochMilli()));
        for (Revocation revocation : revocations) {
            arguments.add(String.valueOf(revocation.at().toEpochMilli()));
            arguments.add(revocation.json().encode());
        }
        return redis.run(REVOKE, List.of(KEY, VERSION), arguments).map(version -> Long.parseLong(version.toString()));
    }

    /** A copy of the whole record begins, under a name that no other has; fails when Redis cannot be asked. */
    public Future<Void> beginCopy(String name) {
        return redis.ask(Request.cmd(Command.ZADD).arg(KEY).arg(UNDER_WAY).arg(MARK + name))
                .compose(_ -> keep());
    }

    /** The copy is whole, unless the set was lost since it began: then false. */
    public Future<Boolean> endCopy(String name) {
        return redis.run(END_COPY, List.of(KEY), List.of(MARK + name))
                .map(whole -> Objects.requireNonNull(whole.toInteger()) == 1);
    }

    /** Whether there is a whole copy, which is kept for another while; fails when Redis cannot be asked. */
    public Future<Boolean> keepWhole() {
        return keep().compose(_ -> copies()).map(copies -> !copies.isEmpty());
    }

    private Future<Void> keep() {
        return redis.ask(Request.cmd(Command.PEXPIRE).arg(KEY).arg(KEPT.toMillis()))
                .mapEmpty();
    }

    private Future<Set<String>> copies() {
        Request range =
                Request.cmd(Command.ZRANGE).arg(KEY).arg(WHOLE).arg(WHOLE).arg("BYSCORE");
        return redis.ask(range).map(answer -> {
            Set<String> copies = new HashSet<>();
            Objects.requireNonNull(answer).forEach(mark -> copies.add(mark.toString()));
            return copies;
        });
    }

    /** Those of this time and later, but for what is none; fails when Redis cannot be asked. */
    public Future<Reading> since(Instant time) {
        return copies().compose(before -> page(time, 0, new ArrayList<>())
                .compose(found -> copies().map(after -> new Reading(common(before, after), found))));
    }

    private static Set<String> common(Set<String> before, Set<String> after) {
        before.retainAll(after);
        return before;
    }

    /** From the newest on, so that what is trimmed meanwhile moves nothing from one page to the one before. */
    private Future<List<Revocation>> page(Instant time, int offset, List<Revocation> found) {
        Request range = Request.cmd(Command.ZRANGE)
                .arg(KEY)
                .arg("(" + UNDER_WAY)
                .arg(time.toEpochMilli())
                .arg("BYSCORE")
                .arg("REV")
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
