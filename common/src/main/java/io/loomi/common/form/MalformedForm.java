package io.loomi.common.form;

import java.util.Optional;

/** The text is not a form; the message says what it must be, and repeats nothing of it. */
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

    /** The name of the field that is wrong, empty when it is the text as a whole. */
    public Optional<String> field() {
        return field;
    }
}
