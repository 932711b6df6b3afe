package io.loomi.common.parsing;

import com.fasterxml.jackson.core.JsonProcessingException;

/** The text is not valid JSON. The message gives the position, and does not contain the text. */
public final class MalformedJson extends RuntimeException {

    MalformedJson(Exception cause) {
        super(describe(cause), null, false, false);
    }

    private static String describe(Exception cause) {
        if (cause instanceof JsonProcessingException json && json.getLocation() != null) {
            return "must be well-formed JSON; it breaks at line %d, column %d"
                    .formatted(
                            json.getLocation().getLineNr(), json.getLocation().getColumnNr());
        }
        return "must be well-formed JSON in UTF-8";
    }
}
