package io.loomi.common.tracing;

import io.loomi.common.identity.Ids;
import org.jspecify.annotations.Nullable;

/**
 * The id that connects all work for one request.
 *
 * @param value the id as users see it, {@code [A-Za-z0-9._-]{1,64}}
 * @param trace the W3C trace of the request
 */
public record CorrelationId(String value, TraceParent trace) {

    public static final String HEADER = "X-Correlation-ID";

    private static final int MAX_LENGTH = 64;

    /** Keeps the caller's id and trace if they are well-formed, and makes new ones otherwise. */
    public static CorrelationId from(@Nullable String id, @Nullable String traceParent) {
        String value = id != null && isWellFormed(id) ? id : Ids.random();
        return new CorrelationId(value, TraceParent.from(traceParent));
    }

    /** A new id, for work without a request. */
    public static CorrelationId fresh() {
        return from(null, null);
    }

    private static boolean isWellFormed(String id) {
        return !id.isEmpty() && id.length() <= MAX_LENGTH && id.chars().allMatch(CorrelationId::isAllowed);
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
