package io.loomi.customers.services;

import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.repositories.AuditRepository;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Records who was not let in. Each costs a row, whether there is such a person or not, and anybody can cause one: beyond
 * {@link #MOST} at once and one in {@link #EACH}, they are counted instead, and the next record tells how many.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class SignInFailureAudit {

    static final int MOST = 600;

    /** Under a million rows a day and event loop, whatever happens. */
    static final Duration EACH = Duration.ofMillis(100);

    private static final String WRONG_PASSWORD = "wrong-password";

    private final AuditRepository audit;
    private final Clock clock;
    private double left = MOST;
    private Instant refilledAt;
    private int unrecorded;

    /** Why somebody was not let in, in the audit's words. */
    enum Reason {
        WRONG_CREDENTIALS,
        SUSPENDED;

        private String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public SignInFailureAudit(AuditRepository audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
        this.refilledAt = clock.instant();
    }

    /** @param person whose account it is, empty when there is none */
    Future<Void> signIn(Optional<UUID> person, Reason reason, AuditContext act) {
        return add("sign-in-refused", person, Map.of("reason", reason.text()), act);
    }

    /** @param person who is signed in, and did not know the password */
    Future<Void> passwordChange(UUID person, AuditContext act) {
        return add("password-change-refused", Optional.of(person), Map.of("reason", WRONG_PASSWORD), act);
    }

    /** What a service showed is not recorded: it may be a secret in the wrong place. */
    Future<Void> service(AuditContext act) {
        return add("service-token-refused", Optional.empty(), Map.of(), act);
    }

    private Future<Void> add(String action, Optional<UUID> person, Map<String, Object> details, AuditContext act) {
        refill();
        if (left < 1) {
            unrecorded++;
            return Future.succeededFuture();
        }
        left--;
        if (unrecorded == 0) {
            return audit.add(action, person, details, act);
        }
        Map<String, Object> counted = new HashMap<>(details);
        counted.put("unrecordedBefore", unrecorded);
        unrecorded = 0;
        return audit.add(action, person, counted, act);
    }

    private void refill() {
        Instant now = clock.instant();
        long passed = Math.max(0, Duration.between(refilledAt, now).toMillis());
        left = Math.min(MOST, left + (double) passed / EACH.toMillis());
        refilledAt = now;
    }
}
