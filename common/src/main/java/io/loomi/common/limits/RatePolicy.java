package io.loomi.common.limits;

import io.loomi.common.auth.Caller;
import io.loomi.common.auth.Permission;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A rate limit. A bucket holds at most {@link #quota} tokens and each request takes one. Tokens return evenly, the
 * whole quota within {@link #window}. So a caller may send the whole quota in one burst, and then continue at the rate
 * of the policy.
 */
public enum RatePolicy {

    /**
     * Ordinary operations, for each customer. Ten a second is far more than an app needs and far less than a script in
     * a loop sends.
     */
    USER(600, Duration.ofMinutes(1), 20),

    /** Public operations and refused requests, for each address, which many customers may share. */
    ADDRESS(600, Duration.ofMinutes(1), 1),

    /**
     * Another service of the bank, which calls on behalf of all customers. The limit protects against a service that
     * runs out of control.
     */
    SERVICE(60_000, Duration.ofMinutes(1), 200),

    /**
     * Sign-in, for each address. Enough for an office in the morning, and too few to exhaust the processors with
     * Argon2id.
     */
    LOGIN(30, Duration.ofMinutes(1), 1),

    /**
     * Sign-in, for each account and from any address. A customer may try several passwords in a burst, and then one
     * every 30 seconds, which is under 3,000 guesses a day.
     */
    ACCOUNT(10, Duration.ofMinutes(5), 1),

    /** Password changes, for each customer. A stolen token allows no more password guesses than sign-in does. */
    PASSWORD(10, Duration.ofMinutes(5), 1),

    /** Profile changes, for each customer. A refused e-mail address reveals that it is registered. */
    PROFILE(60, Duration.ofHours(1), 1),

    /**
     * Unknown e-mail addresses as recipients, for each customer. Enough for typing errors, and too few to test a list
     * of addresses.
     */
    UNKNOWN_RECIPIENT(60, Duration.ofHours(1), 1),

    /** Registration, for each address. Enough for a family or a classroom, and too few for mass registration. */
    REGISTER(30, Duration.ofMinutes(10), 1),

    /** Export of a customer's data, for each customer. An export reads everything, and nobody needs it often. */
    EXPORT(5, Duration.ofHours(1), 1),

    /** A service's sign-in, for each address. Each service needs one in 15 minutes. */
    TOKEN(60, Duration.ofMinutes(1), 1),

    /** Refresh, for each address. Each customer behind it needs one in 15 minutes. */
    REFRESH(60, Duration.ofMinutes(1), 1);

    /** No contract may name these, because they do not count the requests of an operation. */
    private static final Set<RatePolicy> UNDECLARED = EnumSet.of(USER, SERVICE, ACCOUNT, UNKNOWN_RECIPIENT);

    private static final Set<RatePolicy> BY_CUSTOMER = EnumSet.of(USER, EXPORT, PASSWORD, PROFILE, UNKNOWN_RECIPIENT);

    private final int quota;
    private final Duration window;
    private final int batch;

    RatePolicy(int quota, Duration window, int batch) {
        this.quota = quota;
        this.window = window;
        this.batch = batch;
    }

    /** The policy with this name, if a contract may name it. */
    public static Optional<RatePolicy> declared(String text) {
        return Arrays.stream(values())
                .filter(policy -> !UNDECLARED.contains(policy))
                .filter(policy -> policy.text().equals(text))
                .findFirst();
    }

    /** The policy of ordinary operations for this caller. */
    public static RatePolicy of(Caller caller) {
        boolean isService = caller.may(Permission.READ_USERS) || caller.may(Permission.CLOSE_ACCOUNTS);
        return isService ? SERVICE : USER;
    }

    /** The name in the contract, in headers and in Redis. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the policy counts for each customer, from any address. */
    public boolean isPerCustomer() {
        return BY_CUSTOMER.contains(this);
    }

    public int quota() {
        return quota;
    }

    public Duration window() {
        return window;
    }

    /** How many tokens an event loop takes at a time. */
    int batch() {
        return batch;
    }

    long windowMicros() {
        return window.toNanos() / 1000;
    }
}
