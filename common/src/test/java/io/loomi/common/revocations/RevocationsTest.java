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
    private final UUID person = UUID.randomUUID();
    private final UUID session = UUID.randomUUID();
    private final Instant second = clock.instant().truncatedTo(ChronoUnit.SECONDS);

    @BeforeEach
    void begin() {
        revocations.begin();
    }

    @Test
    void letsNobodyInBeforeWhatWasRecordedIsKnown() {
        Revocations empty = new Revocations(clock);
        empty.add(List.of(word(Kind.SESSION, session, 0)));

        assertThatThrownBy(() -> isRevoked(empty, 0, Optional.empty())).isInstanceOf(Failure.Unavailable.class);

        empty.begin();
        assertThat(isRevoked(empty, 0, Optional.empty())).isFalse();
        assertThat(isRevoked(empty, 0, Optional.of(session))).isTrue();
    }

    @Test
    void refusesTheSessionThatEndedAndNoOther() {
        revocations.add(List.of(word(Kind.SESSION, session, 0)));

        assertThat(isRevoked(0, Optional.of(session))).isTrue();
        assertThat(isRevoked(0, Optional.of(UUID.randomUUID()))).isFalse();
    }

    @Test
    void refusesEveryTokenOfWhoIsOutWhenEverItWasIssued() {
        revocations.add(List.of(word(Kind.USER, person, 500)));

        assertThat(isRevoked(-10, Optional.empty())).isTrue();
        assertThat(isRevoked(10, Optional.empty())).isTrue();
        assertThat(isRevoked(10, Optional.of(UUID.randomUUID()))).isTrue();
    }

    @Test
    void letsAPersonInAgainWithWhatIsIssuedAfterwardsEvenInTheSameSecond() {
        revocations.add(List.of(
                word(Kind.USER, person, 500), word(Kind.SESSION, session, 500), word(Kind.REACTIVATION, person, 600)));

        assertThat(isRevoked(0, Optional.of(UUID.randomUUID()))).isFalse();
        assertThat(isRevoked(1, Optional.empty())).isFalse();
        assertThat(isRevoked(0, Optional.of(session))).isTrue();
        assertThat(isRevoked(0, Optional.empty())).isTrue();
        assertThat(isRevoked(-1, Optional.of(UUID.randomUUID()))).isTrue();
    }

    @Test
    void doesNotMindTheOrderNorHearingTwice() {
        Revocation out = word(Kind.USER, person, 0);
        Revocation in = word(Kind.REACTIVATION, person, 100);
        Revocation outAgain = word(Kind.USER, person, 200);

        revocations.add(List.of(outAgain, in));
        revocations.add(List.of(in, out));

        assertThat(isRevoked(5, Optional.empty())).isTrue();
        assertThat(revocations.size()).isEqualTo(1);
    }

    @Test
    void tellsOfAPersonOnceForEachChange() {
        List<UUID> told = new ArrayList<>();
        revocations.onPerson(told::add);
        Revocation out = word(Kind.USER, person, 0);

        revocations.add(List.of(out, word(Kind.SESSION, session, 0)));
        revocations.add(List.of(out));
        revocations.add(List.of(word(Kind.REACTIVATION, person, 100)));

        assertThat(told).containsExactly(person, person);
    }

    @Test
    void forgetsWhatHasExpired() {
        revocations.add(List.of(word(Kind.SESSION, session, 0), word(Kind.USER, person, 0)));

        clock.advance(Duration.ofMinutes(18));
        revocations.add(List.of());

        assertThat(revocations.size()).isZero();
    }

    @Test
    void keepsALaterWordWhenTheEarlierOneHasExpired() {
        revocations.add(List.of(word(Kind.USER, person, 0)));
        clock.advance(Duration.ofMinutes(10));
        revocations.add(List.of(word(Kind.USER, person, 600_000)));

        clock.advance(Duration.ofMinutes(8));
        revocations.add(List.of());

        assertThat(isRevoked(0, Optional.empty())).isTrue();
        clock.advance(Duration.ofMinutes(10));
        revocations.add(List.of());
        assertThat(revocations.size()).isZero();
    }

    @Test
    void givesUpWhatExpiresFirstWhenThereAreTooMany() {
        revocations.add(List.of(word(Kind.SESSION, session, 0)));
        UUID kept = UUID.randomUUID();
        revocations.add(List.of(word(Kind.SESSION, kept, 300_000)));
        revocations.add(Stream.generate(() -> word(Kind.SESSION, UUID.randomUUID(), 120_000))
                .limit(100_000)
                .toList());

        assertThat(revocations.size()).isEqualTo(100_000);
        assertThat(isRevoked(0, Optional.of(session))).isFalse();
        assertThat(isRevoked(0, Optional.of(kept))).isTrue();
    }

    /** As of a clock that was set wrong once, or a forger. */
    @Test
    void keepsWordsOfTimesThatAreFarAheadForDaysAndNotForEver() {
        Instant odd = Instant.parse("9999-12-31T00:00:00Z");
        revocations.add(List.of(
                new Revocation(UUID.randomUUID(), Kind.SESSION, session, odd, odd.plusSeconds(1)),
                new Revocation(UUID.randomUUID(), Kind.USER, person, odd, odd.plusSeconds(1))));

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
                        person,
                        sessionId,
                        Set.of(),
                        Set.of(),
                        "token",
                        issued,
                        issued.plusSeconds(900),
                        Optional.empty()))
                .await();
    }

    private Revocation word(Kind kind, UUID subject, int millis) {
        Instant at = second.plusMillis(millis);
        return new Revocation(UUID.randomUUID(), kind, subject, at, at.plusSeconds(17 * 60));
    }
}
