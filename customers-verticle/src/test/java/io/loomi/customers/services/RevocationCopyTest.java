package io.loomi.customers.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.cache.RedisCache;
import io.loomi.common.revocations.RecentRevocations;
import io.loomi.common.revocations.Revocation;
import io.loomi.common.revocations.Revocation.Kind;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.Slow;
import io.loomi.customers.repositories.RevocationRepository;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The copy in Redis is complete, or marked as incomplete. */
@Slow
class RevocationCopyTest {

    private static final Vertx VERTX = Vertx.vertx();

    /** A Redis database that no other test of the module writes to. */
    private static final String URL = Backend.shared().redisUrl() + "/9";

    private static final RecentRevocations RECENT =
            new RecentRevocations(RedisCache.open(VERTX, URI.create(URL), Duration.ofSeconds(10)));
    private static final Redis DIRECT = Redis.createClient(VERTX, URL);

    private final Record record = new Record();
    private final RevocationCopy copy = new RevocationCopy(VERTX, record, RECENT);

    @BeforeEach
    void empty() {
        DIRECT.send(Request.cmd(Command.DEL).arg("loomi:revocations")).await();
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void copiesAllPagesAndMarksTheCopyComplete() {
        List<Revocation> recorded =
                Stream.generate(RevocationCopyTest::revocation).limit(2500).toList();
        record.revocations.addAll(recorded);
        assertThat(inRedis().isComplete()).isFalse();

        copy.run().await();

        assertThat(inRedis().isComplete()).isTrue();
        assertThat(inRedis().revocations()).containsExactlyInAnyOrderElementsOf(recorded);
    }

    @Test
    void writesARevocationThatWasNotPublished() {
        copy.run().await();
        Revocation missed = revocation();
        record.revocations.add(missed);

        copy.run().await();

        assertThat(inRedis().revocations()).containsExactly(missed);
        assertThat(record.since.getLast()).as("continues").contains(Record.READ_AT);
    }

    @Test
    void copiesEverythingAgainAfterRedisLostItsData() {
        record.revocations.add(revocation());
        copy.run().await();
        empty();
        RECENT.publish(List.of(revocation())).await();
        assertThat(inRedis().isComplete()).isFalse();

        copy.run().await();

        assertThat(inRedis().isComplete()).isTrue();
        assertThat(inRedis().revocations()).containsAll(record.revocations);
    }

    @Test
    void startsANewCopyAfterAFailedRun() {
        copy.run().await();
        var before = inRedis().copies();
        record.fails = true;
        assertThat(copy.run().map(true).otherwise(false).await()).isFalse();
        record.fails = false;

        copy.run().await();

        assertThat(inRedis().copies()).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void worksBesideAnotherCopy() {
        RevocationCopy other = new RevocationCopy(VERTX, record, RECENT);
        Future.all(copy.run(), other.run()).await();
        Future.all(copy.run(), other.run()).await();

        assertThat(inRedis().isComplete()).isTrue();
        assertThat(inRedis().copies()).hasSize(1);
    }

    private static RecentRevocations.Reading inRedis() {
        return RECENT.since(Instant.EPOCH).await();
    }

    private static Revocation revocation() {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        return new Revocation(UUID.randomUUID(), Kind.SESSION, UUID.randomUUID(), now, now.plusSeconds(1020));
    }

    private static final class Record implements RevocationRepository {
        private static final Instant READ_AT = Instant.parse("2026-01-01T00:00:00Z");

        private final List<Revocation> revocations = new ArrayList<>();
        private final List<Optional<Instant>> since = new ArrayList<>();
        private boolean fails;

        @Override
        public Future<Reading> read(Optional<Instant> from, Optional<Position> after, int limit) {
            since.add(from);
            int start = after.map(Position::id)
                    .map(id -> revocations.stream().map(Revocation::id).toList().indexOf(id) + 1)
                    .orElse(0);
            return fails
                    ? Future.failedFuture("down")
                    : Future.succeededFuture(new Reading(
                            revocations.stream().skip(start).limit(limit).toList(), READ_AT));
        }

        @Override
        public Future<Boolean> isRevoked(UUID userId, Instant issuedAt) {
            return Future.succeededFuture(false);
        }
    }
}
