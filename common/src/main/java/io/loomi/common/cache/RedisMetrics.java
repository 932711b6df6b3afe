package io.loomi.common.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/** Counts hits, misses and failures of Redis. Thread-safe. */
public final class RedisMetrics {

    private final Counter hits;
    private final Counter misses;
    private final Counter failures;

    public RedisMetrics(MeterRegistry registry) {
        this.hits = reads(registry, "hit");
        this.misses = reads(registry, "miss");
        this.failures = Counter.builder("loomi.redis.failures")
                .description("Commands that Redis did not answer, or not in time")
                .register(registry);
    }

    private static Counter reads(MeterRegistry registry, String result) {
        return Counter.builder("cache.gets")
                .description("Cache lookups by result")
                .tags("cache", "redis", "result", result)
                .register(registry);
    }

    void read(Optional<String> value) {
        (value.isPresent() ? hits : misses).increment();
    }

    void failed() {
        failures.increment();
    }
}
