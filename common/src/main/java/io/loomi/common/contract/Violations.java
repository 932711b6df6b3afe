package io.loomi.common.contract;

import io.loomi.common.errors.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The violations of one request: the first one at each place, for at most 20 places. A pointer may contain a name from
 * the request, so long pointers are truncated.
 */
final class Violations {

    private static final int MAX_VIOLATIONS = 20;
    private static final int MAX_POINTER_LENGTH = 200;

    private final Map<String, Violation> byPointer = new LinkedHashMap<>();

    void add(Violation violation) {
        if (byPointer.size() < MAX_VIOLATIONS) {
            byPointer.putIfAbsent(violation.pointer(), shortened(violation));
        }
    }

    boolean isEmpty() {
        return byPointer.isEmpty();
    }

    List<Violation> toList() {
        return List.copyOf(byPointer.values());
    }

    private static Violation shortened(Violation violation) {
        String pointer = violation.pointer();
        if (pointer.length() <= MAX_POINTER_LENGTH) {
            return violation;
        }
        int end = Character.isHighSurrogate(pointer.charAt(MAX_POINTER_LENGTH - 1))
                ? MAX_POINTER_LENGTH - 1
                : MAX_POINTER_LENGTH;
        return new Violation(pointer.substring(0, end) + "…", violation.detail());
    }
}
