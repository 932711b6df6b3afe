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
 * Records failed sign-ins in the audit. Anybody can cause them, so a token bucket limits the records: {@link #BURST} at
 * once, then one per {@link #REFILL_INTERVAL}. Failures above the limit are counted, and the next record contains their
 * number.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class SignInFailureAudit {

    static final int BURST = 600;

    /** Limits the records to fewer than a million per day and event loop. */
    static final Duration REFILL_INTERVAL = Duration.ofMillis(100);

    private static final String WRONG_PASSWORD = "wrong-password";

    private final AuditRepository audit;
    private final Clock clock;
    private double tokens = BURST;
    private Instant refilledAt;
    private int unrecorded;

    /** Why a sign-in failed. The text is the reason in the audit. */
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

    /** @param userId the customer with the e-mail address; empty when there is none */
    Future<Void> addSignIn(Optional<UUID> userId, Reason reason, AuditContext context) {
        return add("sign-in-refused", userId, Map.of("reason", reason.text()), context);
    }

    /** @param userId the signed-in customer who sent a wrong password */
    Future<Void> addPasswordChange(UUID userId, AuditContext context) {
        return add("password-change-refused", Optional.of(userId), Map.of("reason", WRONG_PASSWORD), context);
    }

    /** Does not record the client id that was sent, because it may be a misplaced secret. */
    Future<Void> addServiceSignIn(AuditContext context) {
        return add("service-token-refused", Optional.empty(), Map.of(), context);
    }

    private Future<Void> add(String action, Optional<UUID> userId, Map<String, Object> details, AuditContext context) {
        refill();
        if (tokens < 1) {
            unrecorded++;
            return Future.succeededFuture();
        }
        tokens--;
        if (unrecorded == 0) {
            return audit.add(action, userId, details, context);
        }
        Map<String, Object> counted = new HashMap<>(details);
        counted.put("unrecordedBefore", unrecorded);
        unrecorded = 0;
        return audit.add(action, userId, counted, context);
    }

    private void refill() {
        Instant now = clock.instant();
        long passed = Math.max(0, Duration.between(refilledAt, now).toMillis());
        tokens = Math.min(BURST, tokens + (double) passed / REFILL_INTERVAL.toMillis());
        refilledAt = now;
    }
}
