package io.loomi.customers.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.AuditFilter;
import io.loomi.customers.entities.AuditRecord;
import io.loomi.customers.repositories.AuditRepository;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SignInFailureAuditTest {

    private final List<Map<String, Object>> written = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    /** Shows a fixed time until the test sets another one. */
    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    private final SignInFailureAudit failures = new SignInFailureAudit(new Written(), clock);

    @Test
    void countsFailuresAboveTheLimitInTheNextRecord() {
        flood(SignInFailureAudit.BURST + 250);
        assertThat(written)
                .hasSize(SignInFailureAudit.BURST)
                .allSatisfy(details -> assertThat(details).doesNotContainKey("unrecordedBefore"));

        now = now.plus(SignInFailureAudit.REFILL_INTERVAL);
        flood(2);
        assertThat(written).hasSize(SignInFailureAudit.BURST + 1);
        assertThat(written.getLast()).containsEntry("unrecordedBefore", 250);

        now = now.plus(Duration.ofDays(1));
        flood(1);
        assertThat(written.getLast()).containsEntry("unrecordedBefore", 1);
    }

    @Test
    void limitsKnownAndUnknownCustomersTogether() {
        for (int i = 0; i < SignInFailureAudit.BURST; i++) {
            failures.addSignIn(
                    Optional.empty(), SignInFailureAudit.Reason.WRONG_CREDENTIALS, AuditContext.ofConfiguration());
        }
        failures.addSignIn(
                Optional.of(UUID.randomUUID()),
                SignInFailureAudit.Reason.WRONG_CREDENTIALS,
                AuditContext.ofConfiguration());

        assertThat(written).hasSize(SignInFailureAudit.BURST);
    }

    private void flood(int times) {
        for (int i = 0; i < times; i++) {
            failures.addSignIn(
                    Optional.empty(), SignInFailureAudit.Reason.WRONG_CREDENTIALS, AuditContext.ofConfiguration());
        }
    }

    private final class Written implements AuditRepository {
        @Override
        public Future<Void> add(
                String action, Optional<UUID> subject, Map<String, Object> details, AuditContext context) {
            written.add(details);
            return Future.succeededFuture();
        }

        @Override
        public Future<List<AuditRecord>> search(AuditFilter filter, Optional<UUID> before, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<List<AuditRecord>> listAbout(UUID userId, Optional<UUID> after, int limit) {
            throw new UnsupportedOperationException();
        }
    }
}
