package io.loomi.common.parsing;

import java.util.Optional;

/** The text is not a valid form. The message says what is expected, and does not contain the text. */
public final class MalformedForm extends RuntimeException {

    private final Optional<String> field;

    private MalformedForm(Optional<String> field, String expectation) {
        super(expectation, null, false, false);
        this.field = field;
    }

    static MalformedForm text(String expectation) {
        return new MalformedForm(Optional.empty(), expectation);
    }

    static MalformedForm field(String name, String expectation) {
        return new MalformedForm(Optional.of(name), expectation);
    }

    /** The malformed field; empty when the whole text is malformed. */
    public Optional<String> field() {
        return field;
    }
}
