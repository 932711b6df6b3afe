package io.loomi.customers.entities;

/** Why a session ends, in the audit's words. */
public enum SessionEndReason {
    SIGNED_OUT("signed-out"),
    /** Its person ended it, from this or another session. */
    CHOSEN("chosen"),
    TOKEN_REUSED("refresh-token-reused"),
    PASSWORD_CHANGED("password-changed"),
    ROLES_CHANGED("roles-changed"),
    SUSPENDED("person-suspended"),
    ERASED("person-erased"),
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
