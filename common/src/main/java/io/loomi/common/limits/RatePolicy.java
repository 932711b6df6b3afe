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
 * How often something may be asked for: a bucket holds {@link #quota} tokens at most, each request takes one, and they come
 * back evenly, all of them within {@link #window}. So the quota may be used in one burst, and its rate for ever.
 */
public enum RatePolicy {

    /** An ordinary operation, by person. Ten a second is far more than a screen asks for and far less than a loop in a script. */
    USER(600, Duration.ofMinutes(1), 20),

    /** An operation that is open to everybody, and who is not let in, by address: many people may share one. */
    ADDRESS(600, Duration.ofMinutes(1), 1),

    /** Another service of the bank, which asks for everybody: a bound, should it run wild. */
    SERVICE(60_000, Duration.ofMinutes(1), 200),

    /** Sign-in by address: an office of people may begin its day, and Argon2id is not for strangers to spend. */
    LOGIN(30, Duration.ofMinutes(1), 1),

    /**
     * Sign-in by account, from wherever: a burst for somebody who tries what the password may have been, then one in 30
     * seconds, which is under 3,000 guesses a day.
     */
    ACCOUNT(10, Duration.ofMinutes(5), 1),

    /** A change of the password, by person: whoever has their token may not try what the password is, no more than at sign-in. */
    PASSWORD(10, Duration.ofMinutes(5), 1),

    /** A change of a profile, by whoever makes it: a new address that is taken tells that somebody has it. */
    PROFILE(60, Duration.ofHours(1), 1),

    /**
     * E-mail addresses that money was to be sent to and that nobody has, by the person who named them: more than anybody mistypes,
     * and few for whoever tries a list of addresses.
     */
    UNKNOWN_RECIPIENT(60, Duration.ofHours(1), 1),

    /** Registration by address: a family or a classroom, not a farm. */
    REGISTER(30, Duration.ofMinutes(10), 1),

    /** All of a person's data at once, by person: it is read in full each time, and nobody needs it often. */
    EXPORT(5, Duration.ofHours(1), 1),

    /** A service's sign-in by address: each needs one in 15 minutes. */
    TOKEN(60, Duration.ofMinutes(1), 1),

    /** A refresh by address: each person behind it needs one in 15 minutes. */
    REFRESH(60, Duration.ofMinutes(1), 1);

    /** They count something else than the requests for an operation. */
    private static final Set<RatePolicy> UNDECLARED = EnumSet.of(USER, SERVICE, ACCOUNT, UNKNOWN_RECIPIENT);

    private static final Set<RatePolicy> BY_PERSON = EnumSet.of(USER, EXPORT, PASSWORD, PROFILE, UNKNOWN_RECIPIENT);

    private final int quota;
    private final Duration window;
    private final int batch;

    RatePolicy(int quota, Duration window, int batch) {
        this.quota = quota;
        this.window = window;
        this.batch = batch;
    }

    /** The policy of this name, if it is one that an operation may name in its contract. */
    public static Optional<RatePolicy> declared(String text) {
        return Arrays.stream(values())
                .filter(policy -> !UNDECLARED.contains(policy))
                .filter(policy -> policy.text().equals(text))
                .findFirst();
    }

    /** That of an ordinary operation, for this caller. */
    public static RatePolicy of(Caller caller) {
        return caller.may(Permission.READ_USERS) ? SERVICE : USER;
    }

    /** Its name in the contract, in headers and in Redis. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it counts for each person, wherever they ask from. */
    public boolean isByPerson() {
        return BY_PERSON.contains(this);
    }

    public int quota() {
        return quota;
    }

    public Duration window() {
        return window;
    }

    /** How many tokens an event loop takes at a time, to give them out by itself. */
    int batch() {
        return batch;
    }

    long windowMicros() {
        return window.toNanos() / 1000;
    }
}
