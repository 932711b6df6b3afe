package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Slow;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Refresh tokens renew sessions. */
@Slow
class RefreshTest {

    @Test
    void issuesTheNextTokensOfTheSameSession() {
        SignedIn ana = SignedIn.newCustomer();

        Answer answer = ana.refresh();

        assertThat(answer).hasStatus(200).hasHeader("Cache-Control", "no-store");
        assertThat(answer.json().getMap()).containsOnlyKeys("accessToken", "tokenType", "expiresIn", "refreshToken");
        SignedIn next = ana.refreshed();
        assertThat(next.refreshToken()).isNotEqualTo(ana.refreshToken());
        assertThat(next.sessionId()).isEqualTo(ana.sessionId());
        assertThat(next.profile()).hasStatus(200);
        assertThat(next.refresh()).hasStatus(200);
    }

    @Test
    void givesTwoTabsTheSameSuccessor() {
        SignedIn ana = SignedIn.newCustomer();

        SignedIn first = ana.refreshed();
        SignedIn second = ana.refreshed();

        assertThat(second.refreshToken()).isEqualTo(first.refreshToken());
        assertThat(second.refresh()).hasStatus(200);
    }

    @Test
    void givesConcurrentRefreshesTheSameSuccessor() {
        SignedIn ana = SignedIn.newCustomer();
        try (ExecutorService tabs = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Answer>> answers = IntStream.range(0, 16)
                    .mapToObj(_ -> CompletableFuture.supplyAsync(ana::refresh, tabs))
                    .toList();

            assertThat(answers.stream()
                            .map(answer -> answer.join().json().getString("refreshToken"))
                            .distinct())
                    .hasSize(1)
                    .doesNotContainNull();
        }
    }

    @Test
    void endsTheSessionWhenThePreviousTokenIsReusedLater() {
        SignedIn ana = SignedIn.newCustomer();
        SignedIn next = ana.refreshed();
        CLOCK.advance(Duration.ofSeconds(11));

        assertThat(ana.refresh()).isProblem(401, "invalid-refresh-token");

        assertThat(next.refresh()).isProblem(401, "invalid-refresh-token");
        assertThat(next.profile()).isProblem(401, "revoked-token");
        assertThat(SignedIn.again(ana.customer()).profile()).hasStatus(200);
    }

    @Test
    void endsTheSessionWhenAnOlderTokenIsReused() {
        SignedIn ana = SignedIn.newCustomer();
        SignedIn last = ana.refreshed().refreshed();

        assertThat(ana.refresh()).isProblem(401, "invalid-refresh-token");

        assertThat(last.refresh()).isProblem(401, "invalid-refresh-token");
        assertThat(last.profile()).isProblem(401, "revoked-token");
    }

    @Test
    void doesNotEndASessionForAForgedToken() {
        SignedIn ana = SignedIn.newCustomer();
        SignedIn last = ana.refreshed().refreshed();
        byte[] forged = Base64.getUrlDecoder().decode(ana.refreshToken());
        Arrays.fill(forged, 20, forged.length, (byte) 7); // after the session id and the number of the token

        assertThat(SignedIn.refresh(Base64.getUrlEncoder().withoutPadding().encodeToString(forged)))
                .isProblem(401, "invalid-refresh-token");

        assertThat(last.profile()).hasStatus(200);
        assertThat(last.refresh()).hasStatus(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "a b", "AAAA", "é"})
    void refusesMalformedTokens(String text) {
        assertThat(SignedIn.refresh(text)).isProblem(401, "invalid-refresh-token");
    }

    @Test
    void refusesAnAccessToken() {
        assertThat(SignedIn.refresh(SignedIn.newCustomer().accessToken().substring(0, 200)))
                .isProblem(401, "invalid-refresh-token");
    }

    @Test
    void endsThirtyDaysAfterTheLastRefresh() {
        SignedIn ana = SignedIn.newCustomer();
        CLOCK.advance(Duration.ofDays(29));
        SignedIn next = ana.refreshed();
        CLOCK.advance(Duration.ofDays(29));
        SignedIn last = next.refreshed();

        CLOCK.advance(Duration.ofDays(30).plusSeconds(1));

        assertThat(last.refresh()).isProblem(401, "invalid-refresh-token");
    }

    @Test
    void storesNoToken() {
        SignedIn ana = SignedIn.newCustomer();
        byte[] token = Base64.getUrlDecoder().decode(ana.refreshToken());
        String proof = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(token, 20, 52));
        String row = CustomersBench.sql(
                        "SELECT s::text FROM sessions s WHERE id = $1", Tuple.of(UUID.fromString(ana.sessionId())))
                .iterator()
                .next()
                .getString(0);

        assertThat(row).contains(ana.sessionId()).doesNotContain(ana.refreshToken(), proof);
    }
}
