package io.loomi.common.cache;

import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * Builds in-memory caches that evict on the calling thread. They evict few entries at a time, so they do not need a
 * thread of the common pool.
 */
public final class LocalCache {

    private LocalCache() {}

    /** The caller must set a maximum size or weight. */
    public static Caffeine<Object, Object> builder() {
        return Caffeine.newBuilder().executor(Runnable::run);
    }
}
