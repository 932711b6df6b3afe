package io.loomi.common.errors;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * A problem document of RFC 9457. Only the problem of an invalid request has {@code errors}.
 *
 * @param members further members, by name
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String correlationId,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Violation> errors,
        @JsonAnyGetter Map<String, Object> members) {

    public static final String MEDIA_TYPE = "application/problem+json";

    /** The prefix of the {@code type} of this bank's problems. */
    public static final String TYPE_PREFIX = "urn:loomi:problem:";

    /** @param type the last part of the {@code type} URN */
    public static Problem of(
            String type, String title, int status, String detail, String instance, String correlationId) {
        return new Problem(TYPE_PREFIX + type, title, status, detail, instance, correlationId, List.of(), Map.of());
    }

    public Problem with(List<Violation> violations) {
        return new Problem(type, title, status, detail, instance, correlationId, List.copyOf(violations), members);
    }

    public Problem with(Map<String, Object> more) {
        return new Problem(type, title, status, detail, instance, correlationId, errors, Map.copyOf(more));
    }
}
