package io.loomi.common.tracing;

import io.loomi.common.identity.Ids;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A W3C trace context, version 00.
 *
 * @param traceId 32 hexadecimal digits, the same in all services
 * @param spanId 16 hexadecimal digits: the caller's span
 * @param flags 2 hexadecimal digits
 */
public record TraceParent(String traceId, String spanId, String flags) {

    public static final String HEADER = "traceparent";

    /** The response header with the trace, from the draft of W3C Trace Context level 2. */
    public static final String ANSWER_HEADER = "traceresponse";

    private static final Pattern FORM =
            Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})");
    private static final String NOT_SAMPLED = "00";

    public static TraceParent from(@Nullable String header) {
        if (header != null) {
            var match = FORM.matcher(header);
            if (match.matches()) {
                return new TraceParent(match.group(1), match.group(2), match.group(3));
            }
        }
        return new TraceParent(Ids.randomHex(16), Ids.randomHex(8), NOT_SAMPLED);
    }

    /** The value of the header. */
    public String text() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    /** Whether this trace is recorded. */
    public boolean isSampled() {
        return (Integer.parseInt(flags, 16) & 1) == 1;
    }

    /** The header for an outgoing call, with a new span id. */
    public String next() {
        return new TraceParent(traceId, Ids.randomHex(8), flags).text();
    }
}
