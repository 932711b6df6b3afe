package io.loomi.common.contract;

import io.loomi.common.errors.Violation;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Limits the size of a body's structure before it is checked. The largest body in the contracts has six fields, but 64
 * KiB can hold thousands, and the schema validator takes 8 µs for each unknown field.
 */
final class BodyBounds {

    private static final int MAX_VALUES = 50;
    private static final int MAX_DEPTH = 8;
    private static final int MAX_NAME_LENGTH = 100;

    private static final Violation EXCEEDED = new Violation(
            "#",
            "must have at most %d fields and items, %d levels, and names of at most %d characters"
                    .formatted(MAX_VALUES, MAX_DEPTH, MAX_NAME_LENGTH));

    private int remaining = MAX_VALUES;

    private BodyBounds() {}

    /** Returns false and adds one violation when the value exceeds the limits. */
    static boolean passes(Object json, Violations violations) {
        boolean within = new BodyBounds().isWithin(json, 0);
        if (!within) {
            violations.add(EXCEEDED);
        }
        return within;
    }

    private boolean isWithin(Object json, int depth) {
        return switch (json) {
            case Map<?, ?> map ->
                map.keySet().stream().allMatch(name -> String.valueOf(name).length() <= MAX_NAME_LENGTH)
                        && areWithin(map.values(), depth + 1);
            case List<?> list -> areWithin(list, depth + 1);
            case null, default -> true;
        };
    }

    private boolean areWithin(Collection<?> values, int depth) {
        remaining -= values.size();
        return remaining >= 0 && depth <= MAX_DEPTH && values.stream().allMatch(value -> isWithin(value, depth));
    }
}
