package io.loomi.common.errors;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** A problem document of RFC 9457. It has {@code errors} only when the request was invalid. */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String correlationId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** The prefix of the {@code type} of this bank's problems. */
    public static final String TYPE_PREFIX = "urn:loomi:problem:";

    /** @param type the last part of the {@code type} URN */
    public static Problem of(
            String type, String title, int status, String detail, String instance, String correlationId) {
        return new Problem(TYPE_PREFIX + type, title, status, detail, instance, correlationId, List.of());
    }

    public Problem with(List<Violation> violations) {
        return new Problem(type, title, status, detail, instance, correlationId, List.copyOf(violations));
    }
}
