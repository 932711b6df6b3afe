package io.loomi.common.contract;

import io.loomi.common.errors.Violation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * Refuses values that cause trouble later: text with NUL, which PostgreSQL cannot store, or with lone surrogates, which
 * UTF-8 cannot encode, and numbers whose exponent would make arithmetic take very long.
 */
final class ValueCheck {

    private static final int MAX_SCALE = 100;

    static final String EXPECTATION = "must be text without NUL and without lone surrogates";

    private ValueCheck() {}

    /** Returns false and adds the violations when the value has any. */
    static boolean passes(Object json, Violations violations) {
        return passes(json, "#", violations);
    }

    private static boolean passes(Object json, String pointer, Violations violations) {
        return switch (json) {
            case String text when isInvalidText(text) -> refuse(pointer, EXPECTATION, violations);
            case BigDecimal number
            when isTooLarge(number) -> refuse(pointer, "must be a number of usual size", violations);
            case Map<?, ?> map -> {
                boolean passes = true;
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    String name = String.valueOf(entry.getKey());
                    passes &= isInvalidText(name)
                            ? refuse(pointer, "has a name that " + EXPECTATION, violations)
                            : passes(entry.getValue(), pointer + "/" + SchemaViolations.escape(name), violations);
                }
                yield passes;
            }
            case List<?> list -> {
                boolean passes = true;
                for (int i = 0; i < list.size(); i++) {
                    passes &= passes(list.get(i), pointer + "/" + i, violations);
                }
                yield passes;
            }
            case null, default -> true; // numbers, booleans and null cannot be broken text
        };
    }

    private static boolean refuse(String pointer, String expectation, Violations violations) {
        violations.add(new Violation(pointer, expectation));
        return false;
    }

    /** Division converts both numbers to one scale, in which 1e999999999 has a billion digits. */
    static boolean isTooLarge(BigDecimal number) {
        return Math.abs((long) number.scale()) > MAX_SCALE;
    }

    static boolean isInvalidText(String text) {
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
