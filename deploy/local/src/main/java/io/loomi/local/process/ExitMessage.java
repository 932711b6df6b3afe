package io.loomi.local.process;

import java.util.regex.Pattern;

/** Finds the line of a program's output that says why it ended. */
final class ExitMessage {

    /** The stack trace of a Java exception. */
    private static final Pattern STACK = Pattern.compile("\\s+at .*|\\s*\\.\\.\\. \\d+ (more|common frames omitted)");

    private static final Pattern EXCEPTION =
            Pattern.compile("(Exception in thread \"[^\"]*\" |Caused by: )?([\\w$]+\\.)+[\\w$]+: (?=.)");

    private ExitMessage() {}

    /** @param output the program's whole output */
    static String of(String output) {
        String last = output.lines()
                .filter(line -> !line.isBlank() && !STACK.matcher(line).matches())
                .reduce("it wrote no output.", (_, next) -> next.strip());
        return EXCEPTION.matcher(last).replaceFirst("");
    }
}
