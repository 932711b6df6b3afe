package io.loomi.local.process;

import java.util.regex.Pattern;

/** The sentence in which a program said why it ended. */
final class ExitMessage {

    /** What follows an exception: where it came from, in Java's form. */
    private static final Pattern STACK = Pattern.compile("\\s+at .*|\\s*\\.\\.\\. \\d+ (more|common frames omitted)");

    private static final Pattern EXCEPTION =
            Pattern.compile("(Exception in thread \"[^\"]*\" |Caused by: )?([\\w$]+\\.)+[\\w$]+: (?=.)");

    private ExitMessage() {}

    /** @param output all that the program wrote */
    static String of(String output) {
        String last = output.lines()
                .filter(line -> !line.isBlank() && !STACK.matcher(line).matches())
                .reduce("it said nothing.", (_, next) -> next.strip());
        return EXCEPTION.matcher(last).replaceFirst("");
    }
}
