package io.loomi.common.contract;

import io.loomi.common.errors.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found wrong with one request: the first fault of each place, and of the first 20 places only. A
 * pointer may repeat a name from the request, so that a long one is cut.
 */
final class Violations {

    private static final int MAX_FAULTS = 20;
    private static final int MAX_POINTER_LENGTH = 200;

    private final Map<String, Violation> byPointer = new LinkedHashMap<>();

    void add(Violation fault) {
        if (byPointer.size() < MAX_FAULTS) {
            byPointer.putIfAbsent(fault.pointer(), shortened(fault));
        }
    }

    boolean isEmpty() {
        return byPointer.isEmpty();
    }

    List<Violation> toList() {
        return List.copyOf(byPointer.values());
    }

    private static Violation shortened(Violation fault) {
        String pointer = fault.pointer();
        if (pointer.length() <= MAX_POINTER_LENGTH) {
            return fault;
        }
        int end = Character.isHighSurrogate(pointer.charAt(MAX_POINTER_LENGTH - 1))
                ? MAX_POINTER_LENGTH - 1
                : MAX_POINTER_LENGTH;
        return new Violation(pointer.substring(0, end) + "…", fault.detail());
    }
}
