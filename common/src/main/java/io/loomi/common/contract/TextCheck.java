package io.loomi.common.contract;

import io.loomi.common.errors.Fault;
import java.util.List;
import java.util.Map;

/** Finds text that is not text: NUL, which PostgreSQL cannot keep, and halves of surrogate pairs, which UTF-8 cannot. */
final class TextCheck {

    static final String EXPECTATION = "must be text without NUL and without lone surrogates";

    private TextCheck() {}

    static void check(Object json, List<Fault> faults) {
        check(json, "#", faults);
    }

    private static void check(Object json, String pointer, List<Fault> faults) {
        switch (json) {
            case String text when isBroken(text) -> faults.add(new Fault(pointer, EXPECTATION));
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
