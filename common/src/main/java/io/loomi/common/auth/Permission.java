package io.loomi.common.auth;

/** The permissions that a token may carry, in the form {@code action:thing}. */
public final class Permission {

    public static final String READ_PROFILE = "read:profile";
    public static final String WRITE_PROFILE = "write:profile";
    /** Reads any profile; for services, not for customers. */
    public static final String READ_USERS = "read:users";

    /** Reads the revocations; for services that verify tokens. */
    public static final String READ_REVOCATIONS = "read:revocations";

    /** Closes any account before its owner is erased; for the customers service only. */
    public static final String CLOSE_ACCOUNTS = "close:accounts";

    public static final String READ_TRANSACTIONS = "read:transactions";
    public static final String WRITE_TRANSACTIONS = "write:transactions";
    public static final String ADMIN_USERS = "admin:users";
    public static final String ADMIN_TRANSACTIONS = "admin:transactions";

    private Permission() {}
}
