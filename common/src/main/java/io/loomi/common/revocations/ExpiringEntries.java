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
 * What is known about each subject until it expires. Expired words are forgotten within a minute, and when there are too many,
 * those that expire first are given up, to the minute. Either costs the same for each word, however many are known: subjects wait
 * in a queue for each minute, and none is sorted or searched.
 *
 * <p>Reads from any thread; writes from one at a time.
 */
final class ExpiringEntries<T> {

    private static final long MINUTE_SECONDS = Duration.ofMinutes(1).toSeconds();

    private final int most;
    private final Function<T, Instant> expiry;
    private final BinaryOperator<T> merging;
    private final Map<UUID, T> known = new ConcurrentHashMap<>();
    private final NavigableMap<Long, Queue<UUID>> minutes = new TreeMap<>();

    /** @param merging of the earlier and the later word of a subject, which expires as the later of the two */
    ExpiringEntries(int most, Function<T, Instant> expiry, BinaryOperator<T> merging) {
        this.most = most;
        this.expiry = expiry;
        this.merging = merging;
    }

    @Nullable T get(UUID subject) {
        return known.get(subject);
    }

    int size() {
        return known.size();
    }

    /** False when this was known already. */
    boolean add(UUID subject, T word) {
        @Nullable T before = known.get(subject);
        T after = before == null ? word : merging.apply(before, word);
        if (after.equals(before)) {
            return false;
        }
        known.put(subject, after);
        if (before == null || minute(before) != minute(after)) {
            minutes.computeIfAbsent(minute(after), _ -> new ArrayDeque<>()).add(subject);
        }
        return true;
    }

    /** Returns how many were given up before they had expired. */
    int forget(Instant now) {
        long minute = Math.floorDiv(now.getEpochSecond(), MINUTE_SECONDS);
        while (!minutes.isEmpty() && minutes.firstKey() < minute) {
            Map.Entry<Long, Queue<UUID>> past = minutes.pollFirstEntry();
            past.getValue().forEach(subject -> remove(subject, past.getKey()));
        }
        int givenUp = 0;
        while (known.size() > most) {
            givenUp += giveUpOne();
        }
        return givenUp;
    }

    private int giveUpOne() {
        Map.Entry<Long, Queue<UUID>> first = minutes.firstEntry();
        UUID subject = first.getValue().remove();
        if (first.getValue().isEmpty()) {
            minutes.remove(first.getKey());
        }
        return remove(subject, first.getKey()) ? 1 : 0;
    }

    /** Not one of which a later word has come, which is in a later queue too. */
    private boolean remove(UUID subject, long minute) {
        @Nullable T word = known.get(subject);
        return word != null && minute(word) == minute && known.remove(subject, word);
    }

    private long minute(T word) {
        return Math.floorDiv(expiry.apply(word).getEpochSecond(), MINUTE_SECONDS);
    }
}
