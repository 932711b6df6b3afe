package io.loomi.common.correlation;

import io.loomi.common.identity.Ids;
import org.jspecify.annotations.Nullable;

/**
 * What ties together everything done for one request.
 *
 * @param value the id as people see it, {@code [A-Za-z0-9._-]{1,64}}
 * @param trace the W3C trace beside it
 */
public record CorrelationId(String value, TraceParent trace) {

    public static final String HEADER = "X-Correlation-ID";

    private static final int LONGEST = 64;

    /** Takes over what a caller sent where it is well-formed, and makes new what is not. */
    public static CorrelationId from(@Nullable String id, @Nullable String traceParent) {
        String value = id != null && isWellFormed(id) ? id : Ids.random();
        return new CorrelationId(value, TraceParent.from(traceParent));
    }

    /** For work that nobody asked for. */
    public static CorrelationId fresh() {
        return from(null, null);
    }

    private static boolean isWellFormed(String id) {
        return !id.isEmpty() && id.length() <= LONGEST && id.chars().allMatch(CorrelationId::isAllowed);
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '_'
                || c == '-';
    }
}
