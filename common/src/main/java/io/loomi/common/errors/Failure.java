package io.loomi.common.errors;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Why a request cannot be done, in the terms of the use cases. Only the handler that turns failures into problems knows
 * the HTTP statuses. The message is shown to the caller.
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

    /** The request is malformed; each violation says where. */
    public static final class Invalid extends Failure {
        private final List<Violation> violations;

        public Invalid(List<Violation> violations) {
            super("invalid-request", "The request is not valid: see errors.");
            this.violations = List.copyOf(violations);
        }

        public Invalid(String pointer, String detail) {
            this(List.of(new Violation(pointer, detail)));
        }

        public List<Violation> violations() {
            return violations;
        }
    }

    /** The caller is not authenticated. */
    public static final class Unauthenticated extends Failure {

        /** The credentials that the caller must send. */
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

    /** The caller is authenticated, but may not do this. */
    public static final class Forbidden extends Failure {
        public Forbidden(String type, String detail) {
            super(type, detail);
        }
    }

    /** The resource does not exist, or the caller may not know of it. */
    public static final class NotFound extends Failure {
        public NotFound(String detail) {
            super("not-found", detail);
        }
    }

    /** The present state does not allow the request. */
    public static final class Conflict extends Failure {
        private final Map<String, Object> members;

        public Conflict(String type, String detail) {
            this(type, detail, Map.of());
        }

        /** @param members further members of the problem, by name */
        public Conflict(String type, String detail, Map<String, Object> members) {
            super(type, detail);
            this.members = Map.copyOf(members);
        }

        public Map<String, Object> members() {
            return members;
        }
    }

    /** The resource has changed since the caller read it. */
    public static final class PreconditionFailed extends Failure {
        public PreconditionFailed(String detail) {
            super("precondition-failed", detail);
        }
    }

    /** The request is well-formed, but a rule about money forbids it. */
    public static final class Refused extends Failure {
        public Refused(String type, String detail) {
            super(type, detail);
        }
    }

    /** The caller has sent too many requests. */
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
     * The request may have been done or not, because the answer was lost. The caller may only send the same request
     * again under the same idempotency key.
     */
    public static final class OutcomeUnknown extends Failure {

        /** For a request without a key, or one that does not support keys. */
        public OutcomeUnknown() {
            this("It is not known whether this was done: check before you send it again.");
        }

        /** @param detail says how to find out */
        public OutcomeUnknown(String detail) {
            super("outcome-unknown", detail);
        }
    }

    /** A dependency of this service does not answer; nothing was done. */
    public static non-sealed class Unavailable extends Failure {
        private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

        public Unavailable(String detail) {
            super("unavailable", detail);
        }

        public Duration retryAfter() {
            return RETRY_AFTER;
        }
    }

    /** Another service did not answer, even after retries, or its breaker is open. */
    public static final class Unanswered extends Unavailable {
        public Unanswered(String detail) {
            super(detail);
        }
    }
}
