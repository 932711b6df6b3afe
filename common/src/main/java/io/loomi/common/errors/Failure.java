package io.loomi.common.errors;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Why a request cannot be done, as the use cases say it. The HTTP status of each is known to one place, the handler that
 * turns failures into answers. The message is shown to the caller.
 */
public abstract sealed class Failure extends RuntimeException {

    private final String type;

    /** @param type the last part of the problem's {@code type}, such as {@code insufficient-funds} */
    private Failure(String type, String detail) {
        super(detail, null, false, false);
        this.type = type;
    }

    public final String type() {
        return type;
    }

    public final String detail() {
        return String.valueOf(getMessage());
    }

    /** The request is malformed; each fault says where. */
    public static final class Invalid extends Failure {
        private final List<Violation> faults;

        public Invalid(List<Violation> faults) {
            super("invalid-request", "The request is not valid: see errors.");
            this.faults = List.copyOf(faults);
        }

        public Invalid(String pointer, String detail) {
            this(List.of(new Violation(pointer, detail)));
        }

        public List<Violation> faults() {
            return faults;
        }
    }

    /** The caller did not prove who they are. */
    public static final class Unauthenticated extends Failure {

        /** What they are asked for. */
        public enum Proof {
            ACCESS_TOKEN,
            CLIENT_SECRET
        }

        private final Proof proof;

        public Unauthenticated(String type, String detail) {
            this(type, detail, Proof.ACCESS_TOKEN);
        }

        public Unauthenticated(String type, String detail, Proof proof) {
            super(type, detail);
            this.proof = proof;
        }

        public Proof proof() {
            return proof;
        }
    }

    /** The caller is known, and may not do this. */
    public static final class Forbidden extends Failure {
        public Forbidden(String type, String detail) {
            super(type, detail);
        }
    }

    /** There is no such thing, or none that the caller may know of. */
    public static final class NotFound extends Failure {
        public NotFound(String detail) {
            super("not-found", detail);
        }
    }

    /** The present state does not allow it. */
    public static final class Conflict extends Failure {
        private final Map<String, Object> members;

        public Conflict(String type, String detail) {
            this(type, detail, Map.of());
        }

        /** @param members what the problem tells beside its detail, by name */
        public Conflict(String type, String detail, Map<String, Object> members) {
            super(type, detail);
            this.members = Map.copyOf(members);
        }

        public Map<String, Object> members() {
            return members;
        }
    }

    /** What the caller has seen has changed since. */
    public static final class PreconditionFailed extends Failure {
        public PreconditionFailed(String detail) {
            super("precondition-failed", detail);
        }
    }

    /** The request is well-formed, and a rule of money forbids it. */
    public static final class Refused extends Failure {
        public Refused(String type, String detail) {
            super(type, detail);
        }
    }

    /** The caller has asked too often. */
    public static final class RateLimited extends Failure {
        private final Duration retryAfter;

        public RateLimited(Duration retryAfter) {
            super("rate-limited", "There were too many requests: try again in %d s.".formatted(retryAfter.toSeconds()));
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /**
     * It may have been done, or not: the answer of what was to do it was lost. Nothing but the same request under the same
     * idempotency key may be sent again.
     */
    public static final class OutcomeUnknown extends Failure {

        /** For a request without a key, or one that has no keys. */
        public OutcomeUnknown() {
            this("It is not known whether this was done: look before you ask again.");
        }

        /** @param detail says how to find out */
        public OutcomeUnknown(String detail) {
            super("outcome-unknown", detail);
        }
    }

    /** Something this service stands on does not answer now; nothing was done. */
    public static non-sealed class Unavailable extends Failure {
        private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

        public Unavailable(String detail) {
            super("unavailable", detail);
        }

        public Duration retryAfter() {
            return RETRY_AFTER;
        }
    }

    /** Another service gave no answer, also when asked again, or is not asked as it mostly gives none. */
    public static final class Unanswered extends Unavailable {
        public Unanswered(String detail) {
            super(detail);
        }
    }
}
