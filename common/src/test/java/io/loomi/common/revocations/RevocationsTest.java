package io.loomi.common.revocations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.auth.Caller;
import io.loomi.common.errors.Failure;
import io.loomi.common.revocations.Revocation.Kind;
import io.loomi.common.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RevocationsTest {

    private final MutableClock clock = new MutableClock();
    private final Revocations revocations = new Revocations(clock);
    private final UUID customer = UUID.randomUUID();
    private final UUID session = UUID.randomUUID();
    private final Instant second = clock.instant().truncatedTo(ChronoUnit.SECONDS);

    @BeforeEach
    void begin() {
        revocations.markLoaded();
    }

    @Test
    void refusesToCheckBeforeTheRecordedRevocationsAreLoaded() {
        Revocations empty = new Revocations(clock);
        empty.add(List.of(revocation(Kind.SESSION, session, 0)));

        assertThatThrownBy(() -> isRevoked(empty, 0, Optional.empty())).isInstanceOf(Failure.Unavailable.class);

        empty.markLoaded();
        assertThat(isRevoked(empty, 0, Optional.empty())).isFalse();
        assertThat(isRevoked(empty, 0, Optional.of(session))).isTrue();
    }

    @Test
    void revokesOnlyTheSessionThatEnded() {
        revocations.add(List.of(revocation(Kind.SESSION, session, 0)));

        assertThat(isRevoked(0, Optional.of(session))).isTrue();
        assertThat(isRevoked(0, Optional.of(UUID.randomUUID()))).isFalse();
    }

    @Test
    void revokesEveryTokenOfASuspendedCustomer() {
        revocations.add(List.of(revocation(Kind.USER, customer, 500)));

        assertThat(isRevoked(-10, Optional.empty())).isTrue();
        assertThat(isRevoked(10, Optional.empty())).isTrue();
        assertThat(isRevoked(10, Optional.of(UUID.randomUUID()))).isTrue();
    }

    @Test
    void acceptsTokensIssuedAfterAReactivationEvenInTheSameSecond() {
        revocations.add(List.of(
                revocation(Kind.USER, customer, 500),
                revocation(Kind.SESSION, session, 500),
                revocation(Kind.REACTIVATION, customer, 600)));

        assertThat(isRevoked(0, Optional.of(UUID.randomUUID()))).isFalse();
        assertThat(isRevoked(1, Optional.empty())).isFalse();
        assertThat(isRevoked(0, Optional.of(session))).isTrue();
        assertThat(isRevoked(0, Optional.empty())).isTrue();
        assertThat(isRevoked(-1, Optional.of(UUID.randomUUID()))).isTrue();
    }

    @Test
    void acceptsRevocationsInAnyOrderAndTwice() {
        Revocation out = revocation(Kind.USER, customer, 0);
        Revocation in = revocation(Kind.REACTIVATION, customer, 100);
        Revocation outAgain = revocation(Kind.USER, customer, 200);

        revocations.add(List.of(outAgain, in));
        revocations.add(List.of(in, out));

        assertThat(isRevoked(5, Optional.empty())).isTrue();
        assertThat(revocations.size()).isEqualTo(1);
    }

    @Test
    void notifiesOnceForEachChangeOfACustomer() {
        List<UUID> changed = new ArrayList<>();
        revocations.onCustomerChange(changed::add);
        Revocation out = revocation(Kind.USER, customer, 0);

        revocations.add(List.of(out, revocation(Kind.SESSION, session, 0)));
        revocations.add(List.of(out));
        revocations.add(List.of(revocation(Kind.REACTIVATION, customer, 100)));

        assertThat(changed).containsExactly(customer, customer);
    }

    @Test
    void removesExpiredRevocations() {
        revocations.add(List.of(revocation(Kind.SESSION, session, 0), revocation(Kind.USER, customer, 0)));

        clock.advance(Duration.ofMinutes(18));
        revocations.add(List.of());

        assertThat(revocations.size()).isZero();
    }

    @Test
    void keepsALaterRevocationWhenTheEarlierOneExpires() {
        revocations.add(List.of(revocation(Kind.USER, customer, 0)));
        clock.advance(Duration.ofMinutes(10));
        revocations.add(List.of(revocation(Kind.USER, customer, 600_000)));

        clock.advance(Duration.ofMinutes(8));
        revocations.add(List.of());

        assertThat(isRevoked(0, Optional.empty())).isTrue();
        clock.advance(Duration.ofMinutes(10));
        revocations.add(List.of());
        assertThat(revocations.size()).isZero();
    }

    @Test
    void dropsTheFirstToExpireWhenThereAreTooMany() {
        revocations.add(List.of(revocation(Kind.SESSION, session, 0)));
        UUID kept = UUID.randomUUID();
        revocations.add(List.of(revocation(Kind.SESSION, kept, 300_000)));
        revocations.add(Stream.generate(() -> revocation(Kind.SESSION, UUID.randomUUID(), 120_000))
                .limit(100_000)
                .toList());

        assertThat(revocations.size()).isEqualTo(100_000);
        assertThat(isRevoked(0, Optional.of(session))).isFalse();
        assertThat(isRevoked(0, Optional.of(kept))).isTrue();
    }

    /** Such revocations come from a wrong clock or a forger. */
    @Test
    void keepsRevocationsFromTheFarFutureForDaysOnly() {
        Instant odd = Instant.parse("9999-12-31T00:00:00Z");
        revocations.add(List.of(
                new Revocation(UUID.randomUUID(), Kind.SESSION, session, odd, odd.plusSeconds(1)),
                new Revocation(UUID.randomUUID(), Kind.USER, customer, odd, odd.plusSeconds(1))));

        assertThat(isRevoked(0, Optional.of(session))).isTrue();
        assertThat(isRevoked(0, Optional.empty())).isTrue();
        clock.advance(Duration.ofDays(4));
        revocations.add(List.of());
        assertThat(revocations.size()).isZero();
    }

    private boolean isRevoked(int issuedSecond, Optional<UUID> sessionId) {
        return isRevoked(revocations, issuedSecond, sessionId);
    }

    private boolean isRevoked(Revocations known, int issuedSecond, Optional<UUID> sessionId) {
        Instant issued = second.plusSeconds(issuedSecond);
        return known.isRevoked(new Caller(
                        customer,
                        sessionId,
                        Set.of(),
                        Set.of(),
                        "token",
                        issued,
                        issued.plusSeconds(900),
                        Optional.empty()))
                .await();
    }

    private Revocation revocation(Kind kind, UUID subject, int millis) {
        Instant at = second.plusMillis(millis);
        return new Revocation(UUID.randomUUID(), kind, subject, at, at.plusSeconds(17 * 60));
    }
}
