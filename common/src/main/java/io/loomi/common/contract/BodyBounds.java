package io.loomi.common.contract;

import io.loomi.common.errors.Violation;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Bounds what the checks of a body walk through, before any of them does. The largest body of the contracts has six fields;
 * 64 KiB hold thousands, and the schema's validator takes 8 µs for each that it does not know.
 */
final class BodyBounds {

    private static final int MAX_VALUES = 50;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_NAME_LENGTH = 100;

    private static final Violation EXCEEDED = new Violation(
            "#",
            "must have at most %d fields and items, %d levels, and names of at most %d characters"
                    .formatted(MAX_VALUES, MAX_DEPTH, MAX_NAME_LENGTH));

    private int left = MAX_VALUES;

    private BodyBounds() {}

    /** False when the value exceeds them, which is then added as one fault. */
    static boolean hold(Object json, Violations faults) {
        boolean within = new BodyBounds().holds(json, 0);
        if (!within) {
            faults.add(EXCEEDED);
        }
        return within;
    }

    private boolean holds(Object json, int depth) {
        return switch (json) {
            case Map<?, ?> map ->
                map.keySet().stream().allMatch(name -> String.valueOf(name).length() <= MAX_NAME_LENGTH)
                        && holdAll(map.values(), depth + 1);
            case List<?> list -> holdAll(list, depth + 1);
            case null, default -> true;
        };
    }

    private boolean holdAll(Collection<?> values, int depth) {
        left -= values.size();
        return left >= 0 && depth <= MAX_DEPTH && values.stream().allMatch(value -> holds(value, depth));
    }
}
