package io.loomi.customers.entities;

/** Why a session ended. The text is the reason in the audit. */
public enum SessionEndReason {
    SIGNED_OUT("signed-out"),
    /** The customer ended it, from this or another session. */
    CHOSEN("chosen"),
    TOKEN_REUSED("refresh-token-reused"),
    PASSWORD_CHANGED("password-changed"),
    ROLES_CHANGED("roles-changed"),
    SUSPENDED("user-suspended"),
    ERASED("user-erased"),
    EXPIRED("expired"),
    TOO_MANY("too-many-sessions");

    private final String text;

    SessionEndReason(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
