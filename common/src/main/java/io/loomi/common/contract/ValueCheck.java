package io.loomi.common.contract;

import io.loomi.common.errors.Fault;
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
    static boolean passes(Object json, List<Fault> faults) {
        int known = faults.size();
        check(json, "#", faults);
        return faults.size() == known;
    }

    private static void check(Object json, String pointer, List<Fault> faults) {
        switch (json) {
            case String text when isBroken(text) -> faults.add(new Fault(pointer, EXPECTATION));
            case BigDecimal number
            when isBoundless(number) -> faults.add(new Fault(pointer, "must be a number of common size"));
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    String name = String.valueOf(key);
                    if (isBroken(name)) {
                        faults.add(new Fault(pointer, "has a name that " + EXPECTATION));
                    } else {
                        check(value, pointer + "/" + SchemaFaults.escape(name), faults);
                    }
                });
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    check(list.get(i), pointer + "/" + i, faults);
                }
            }
            case null, default -> {
                // numbers, booleans and null cannot be broken text
            }
        }
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
