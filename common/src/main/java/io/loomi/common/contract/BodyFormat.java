package io.loomi.common.contract;

import io.loomi.common.parsing.StrictForm;
import io.loomi.common.parsing.StrictJson;
import io.vertx.core.buffer.Buffer;

/** The formats of a body. An operation of the contract accepts one of them. */
public enum BodyFormat {
    JSON("application/json", "application/json"),

    /** All values of a form are strings, so the contract's schema must not require other types. */
    FORM("application/x-www-form-urlencoded", "application/vnd.loomi.form+json");

    private final String mediaType;
    private final String nameInModel;

    BodyFormat(String mediaType, String nameInModel) {
        this.mediaType = mediaType;
        this.nameInModel = nameInModel;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The media type in the model, because vertx-openapi refuses a contract with media types that it does not know. */
    String nameInModel() {
        return nameInModel;
    }

    /**
     * Parses the body as a JSON value.
     *
     * @throws io.loomi.common.parsing.MalformedJson when it is not valid JSON
     * @throws io.loomi.common.parsing.MalformedForm when it is not a valid form
     */
    Object read(Buffer content) {
        return switch (this) {
            case JSON -> StrictJson.read(content);
            case FORM -> StrictForm.read(content);
        };
    }
}
