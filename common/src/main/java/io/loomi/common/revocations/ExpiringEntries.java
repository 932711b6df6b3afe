package io.loomi.common.revocations;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest entry of each subject until it expires.
 *
 * <p>Expired entries are removed within a minute. When there are too many, the entries that expire in the earliest
 * minute are removed first. Each operation costs the same for any number of entries: subjects are queued by the minute
 * of their expiry, and nothing is sorted or searched.
 *
 * <p>Reads are safe from any thread. Only one thread may write at a time.
 */
final class ExpiringEntries<T> {

    private static final long MINUTE_SECONDS = Duration.ofMinutes(1).toSeconds();

    private final int maxEntries;
    private final Function<T, Instant> expiry;
    private final BinaryOperator<T> merging;
    private final Map<UUID, T> entries = new ConcurrentHashMap<>();
    private final NavigableMap<Long, Queue<UUID>> minutes = new TreeMap<>();

    /** @param merging combines the earlier and the later entry of a subject; the result expires with the later of the two */
    ExpiringEntries(int maxEntries, Function<T, Instant> expiry, BinaryOperator<T> merging) {
        this.maxEntries = maxEntries;
        this.expiry = expiry;
        this.merging = merging;
    }

    @Nullable T get(UUID subject) {
        return entries.get(subject);
    }

    int size() {
        return entries.size();
    }

    /** Returns false if the entry changes nothing. */
    boolean add(UUID subject, T entry) {
        @Nullable T earlier = entries.get(subject);
        T merged = earlier == null ? entry : merging.apply(earlier, entry);
        if (merged.equals(earlier)) {
            return false;
        }
        entries.put(subject, merged);
        if (earlier == null || minute(earlier) != minute(merged)) {
            minutes.computeIfAbsent(minute(merged), _ -> new ArrayDeque<>()).add(subject);
        }
        return true;
    }

    /** Removes expired and excess entries. Returns how many were removed before they expired. */
    int removeExpired(Instant now) {
        long minute = Math.floorDiv(now.getEpochSecond(), MINUTE_SECONDS);
        while (!minutes.isEmpty() && minutes.firstKey() < minute) {
            Map.Entry<Long, Queue<UUID>> past = minutes.pollFirstEntry();
            past.getValue().forEach(subject -> remove(subject, past.getKey()));
        }
        int dropped = 0;
        while (entries.size() > maxEntries) {
            dropped += dropFirst();
        }
        return dropped;
    }

    private int dropFirst() {
        Map.Entry<Long, Queue<UUID>> first = minutes.firstEntry();
        UUID subject = first.getValue().remove();
        if (first.getValue().isEmpty()) {
            minutes.remove(first.getKey());
        }
        return remove(subject, first.getKey()) ? 1 : 0;
    }

    /** Keeps a subject whose entry now expires later, because a later queue also has it. */
    private boolean remove(UUID subject, long minute) {
        @Nullable T entry = entries.get(subject);
        return entry != null && minute(entry) == minute && entries.remove(subject, entry);
    }

    private long minute(T entry) {
        return Math.floorDiv(expiry.apply(entry).getEpochSecond(), MINUTE_SECONDS);
    }
}
