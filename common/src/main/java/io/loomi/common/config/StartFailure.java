package io.loomi.common.config;

/** Why a service cannot start: one sentence that says what to do. It is shown without a stack trace. */
public final class StartFailure extends RuntimeException {

    public StartFailure(String sentence) {
        super(sentence, null, false, false);
    }

    public StartFailure(String sentence, Throwable cause) {
        super(sentence, cause, false, false);
    }
}
