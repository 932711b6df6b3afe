package io.loomi.transactions.clients;

import io.loomi.common.cache.RecentRevocations;
import io.loomi.common.revocations.Revocation;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The quick way: what customers has written to Redis.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class RedisRevocations implements RevocationSource {

    /** Longer than a commit and the writing after it take: they may arrive in another order than they were recorded. */
    private static final Duration OVERLAP = Duration.ofSeconds(15);

    private final RecentRevocations recent;
    private Instant since = Instant.EPOCH;

    public RedisRevocations(RecentRevocations recent) {
        this.recent = recent;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Future<List<Revocation>> read() {
        return recent.since(since)
                .onSuccess(found -> found.stream()
                        .map(revocation -> revocation.at().minus(OVERLAP))
                        .filter(since::isBefore)
                        .max(Instant::compareTo)
                        .ifPresent(next -> since = next));
    }
}
