package io.loomi.common.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.RemovalListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalCacheTest {

    @Test
    void evictsOnTheCallingThread() {
        List<Thread> evictingThreads = new CopyOnWriteArrayList<>();
        RemovalListener<Integer, String> removed = (_, _, _) -> evictingThreads.add(Thread.currentThread());
        Cache<Integer, String> cache =
                LocalCache.builder().maximumSize(10).removalListener(removed).build();

        IntStream.range(0, 1000).forEach(number -> cache.put(number, "x"));

        assertThat(evictingThreads).isNotEmpty().containsOnly(Thread.currentThread());
        assertThat(cache.estimatedSize()).isLessThan(100);
    }
}
