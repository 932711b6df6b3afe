package io.loomi.common.memory;

import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * A cache in the memory of the process, whose housekeeping is done by whoever uses it: a few entries at a time, for which a thread of
 * the common pool need not be kept.
 */
public final class LocalCache {

    private LocalCache() {}

    /** To be bounded by its user, by number or by weight. */
    public static Caffeine<Object, Object> builder() {
        return Caffeine.newBuilder().executor(Runnable::run);
    }
}
