package io.loomi.common.correlation;

import io.loomi.common.identity.Ids;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A W3C trace context, version 00.
 *
 * @param traceId 32 hexadecimal digits, the same along the whole way of a request
 * @param spanId 16 hexadecimal digits: whose call this is
 * @param flags 2 hexadecimal digits
 */
public record TraceParent(String traceId, String spanId, String flags) {

    public static final String HEADER = "traceparent";

    /** How an answer says which trace it is part of, by the draft of the standard's second level. */
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

    /** As a header says it. */
    public String text() {
        return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    /** Whether somebody records this trace. */
    public boolean isSampled() {
        return (Integer.parseInt(flags, 16) & 1) == 1;
    }

    /** The header for one call onward, with a span of its own. */
    public String next() {
        return new TraceParent(traceId, Ids.randomHex(8), flags).text();
    }
}
