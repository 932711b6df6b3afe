package io.loomi.common.contract;

import io.loomi.common.form.StrictForm;
import io.loomi.common.json.StrictJson;
import io.vertx.core.buffer.Buffer;

/** How a body is written. An operation of the contract takes one of these. */
public enum BodyFormat {
    JSON("application/json", "application/json"),

    /** Its values are texts, so the contract's schema must not ask for anything else. */
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

    /** What stands in its place in the model: vertx-openapi refuses a contract with media types that it does not know. */
    String nameInModel() {
        return nameInModel;
    }

    /**
     * The body as a value of JSON.
     *
     * @throws io.loomi.common.json.MalformedJson when it is not the JSON that it should be
     * @throws io.loomi.common.form.MalformedForm when it is not the form that it should be
     */
    Object read(Buffer content) {
        return switch (this) {
            case JSON -> StrictJson.read(content);
            case FORM -> StrictForm.read(content);
        };
    }
}
