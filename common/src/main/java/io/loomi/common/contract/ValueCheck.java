package io.loomi.common.contract;

import io.loomi.common.errors.Violation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Finds values that must not go any further: text that is not text (NUL, which PostgreSQL cannot keep, and halves of
 * surrogate pairs, which UTF-8 cannot), and numbers whose exponent would make arithmetic with them take for ever.
 */
final class ValueCheck {

    private static final int LARGEST_SCALE = 100;

    static final String EXPECTATION = "must be text without NUL and without lone surrogates";

    private ValueCheck() {}

    /** False when the value has such faults, which are then added. */
    static boolean passes(Object json, Violations faults) {
        return passes(json, "#", faults);
    }

    private static boolean passes(Object json, String pointer, Violations faults) {
        return switch (json) {
            case String text when isBroken(text) -> refuse(pointer, EXPECTATION, faults);
            case BigDecimal number
            when isBoundless(number) -> refuse(pointer, "must be a number of common size", faults);
            case Map<?, ?> map -> {
                boolean passes = true;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    String name = String.valueOf(entry.getKey());
                    passes &= isBroken(name)
                            ? refuse(pointer, "has a name that " + EXPECTATION, faults)
                            : passes(entry.getValue(), pointer + "/" + SchemaViolations.escape(name), faults);
                }
                yield passes;
            }
            case List<?> list -> {
                boolean passes = true;
                for (int i = 0; i < list.size(); i++) {
                    passes &= passes(list.get(i), pointer + "/" + i, faults);
                }
                yield passes;
            }
            case null, default -> true; // numbers, booleans and null cannot be broken text
        };
    }

    private static boolean refuse(String pointer, String expectation, Violations faults) {
        faults.add(new Violation(pointer, expectation));
        return false;
    }

    /** Two numbers are brought to one scale before they are divided: 1e999999999 would be a billion digits. */
    static boolean isBoundless(BigDecimal number) {
        return Math.abs((long) number.scale()) > LARGEST_SCALE;
    }

    static boolean isBroken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return true;
            }
            if (Character.isHighSurrogate(c)) {
                i++;
                if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                    return true;
                }
            }
        }
        return false;
    }
}
