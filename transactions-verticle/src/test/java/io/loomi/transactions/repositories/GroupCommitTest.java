package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.correlation.CorrelationId;
import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.testing.MutableClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.pgclient.PgException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Requests share commits, but each has its own outcome. */
class GroupCommitTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final Context loop = VERTX.getOrCreateContext();
    private final List<List<String>> batches = new ArrayList<>();
    private final List<Promise<List<Future<String>>>> commits = new ArrayList<>();
    private final List<String> correlations = new ArrayList<>();
    private final List<String> alone = new ArrayList<>();
    private final Promise<String> slow = Promise.promise();
    private final MeterRegistry figures = new SimpleMeterRegistry();
    private final MutableClock clock = new MutableClock();
    private final GroupCommit<String, String> groups =
            new GroupCommit<>(this::commit, this::commitAlone, request -> request, clock, new CommitMetrics(figures));

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void commitsASingleRequestImmediatelyAndLaterOnesTogether() {
        Future<String> first = onLoop(() -> groups.submit("a"));
        List<Future<String>> meanwhile = onLoop(() -> List.of(groups.submit("b"), groups.submit("c")));
        assertThat(batches).containsExactly(List.of("a"));

        succeed(0);
        assertThat(first.await()).isEqualTo("a done");
        assertThat(batches).containsExactly(List.of("a"), List.of("b", "c"));

        succeed(1);
        assertThat(Future.all(meanwhile).await().<String>list()).containsExactly("b done", "c done");
        assertThat(figures.get("loomi.commit.batch.size").summary().totalAmount())
                .isEqualTo(3);
        assertThat(figures.get("loomi.commit.batch.size").summary().max()).isEqualTo(2);
    }

    @Test
    void commitsUnderTheCorrelationOfARequestInTheBatch() {
        under("of-a", () -> groups.submit("a"));
        under("of-b", () -> groups.submit("b"));
        under("of-c", () -> groups.submit("c"));

        under("of-a", () -> commits.getFirst().tryComplete(List.of(done("a"))));
        onLoop(() -> true);

        assertThat(batches).containsExactly(List.of("a"), List.of("b", "c"));
        assertThat(correlations).containsExactly("of-a", "of-b");
    }

    private void under(String correlation, Supplier<?> work) {
        CompletableFuture<Object> done = new CompletableFuture<>();
        ((ContextInternal) loop).duplicate().runOnContext(_ -> {
            Correlation.bind(CorrelationId.from(correlation, null));
            done.complete(work.get());
        });
        done.join();
    }

    @Test
    void keepsTwoRequestsOfOneKeyInTwoCommits() {
        onLoop(() ->
                List.of(groups.submit("first"), groups.submit("same"), groups.submit("other"), groups.submit("same")));

        succeed(0);
        succeed(1);

        assertThat(batches).containsExactly(List.of("first"), List.of("same", "other"), List.of("same"));
    }

    @Test
    void failsOnlyTheMemberThatCausedARollback() {
        onLoop(() -> groups.submit("first"));
        Future<String> good = onLoop(() -> groups.submit("good"));
        Future<String> bad = onLoop(() -> groups.submit("bad"));
        succeed(0);

        fail(1, rolledBack());

        assertThat(good.await()).isEqualTo("good alone");
        assertThatThrownBy(bad::await).hasMessageContaining("bad");
        assertThat(alone).containsExactly("good", "bad");
    }

    @Test
    void sendsAgainOnlyAfterARollback() {
        Future<String> first = onLoop(() -> groups.submit("first"));
        List<Future<String>> others = onLoop(() -> List.of(groups.submit("second"), groups.submit("third")));
        fail(0, new IllegalStateException("the answer cannot be read"));
        fail(1, new Failure.OutcomeUnknown());

        assertThatThrownBy(first::await).isInstanceOf(Failure.OutcomeUnknown.class);
        assertThat(others)
                .allSatisfy(other -> assertThatThrownBy(other::await).isInstanceOf(Failure.OutcomeUnknown.class));
        assertThat(alone).isEmpty();
        assertThat(batches).containsExactly(List.of("first"), List.of("second", "third"));
    }

    @Test
    void givesEachMemberItsOutcomeWhenAnotherIsUnreadable() {
        onLoop(() -> groups.submit("first"));
        List<Future<String>> members = onLoop(() -> List.of(groups.submit("odd"), groups.submit("plain")));
        succeed(0);

        onLoop(() ->
                commits.get(1).tryComplete(List.of(Future.failedFuture(new Failure.OutcomeUnknown()), done("plain"))));

        assertThatThrownBy(() -> members.getFirst().await()).isInstanceOf(Failure.OutcomeUnknown.class);
        assertThat(members.getLast().await()).isEqualTo("plain done");
        assertThat(alone).isEmpty();
    }

    @Test
    void treatsAMissingOutcomeAsUnknown() {
        onLoop(() -> groups.submit("first"));
        List<Future<String>> members = onLoop(() -> List.of(groups.submit("told"), groups.submit("missing")));
        succeed(0);

        onLoop(() -> commits.get(1).tryComplete(List.of(done("told"))));

        assertThat(members.getFirst().await()).isEqualTo("told done");
        assertThatThrownBy(() -> members.getLast().await()).isInstanceOf(Failure.OutcomeUnknown.class);
        assertThat(onLoop(() -> groups.submit("next"))).isNotNull();
        assertThat(batches.getLast()).containsExactly("next");
    }

    @Test
    void continuesAfterACommitThatThrows() {
        Future<String> poisoned = onLoop(() -> groups.submit("poison"));
        Future<String> next = onLoop(() -> groups.submit("next"));

        assertThatThrownBy(poisoned::await).isInstanceOf(Failure.OutcomeUnknown.class);
        succeed(0);
        assertThat(next.await()).isEqualTo("next done");
    }

    @Test
    void continuesAfterAnIndividualRetryThatThrows() {
        onLoop(() -> groups.submit("first"));
        List<Future<String>> members =
                onLoop(() -> List.of(groups.submit("throws"), groups.submit("good"), groups.submit("also good")));
        succeed(0);
        fail(1, rolledBack());

        assertThatThrownBy(() -> members.getFirst().await()).hasMessageContaining("thrown");
        assertThat(members.get(1).await()).isEqualTo("good alone");
        assertThat(members.get(2).await()).isEqualTo("also good alone");
    }

    @Test
    void doesNotSendWhatCannotEndBeforeItsDeadline() {
        onLoop(() -> groups.submit("first"));
        Future<String> late = onLoop(() -> groups.submit("late"));
        clock.advance(Deadline.REQUEST_TIMEOUT.minus(GroupCommit.TIME_TO_COMMIT).plusMillis(1));
        Future<String> inTime = onLoop(() -> groups.submit("in time"));
        succeed(0);

        assertThatThrownBy(late::await).isInstanceOf(Failure.Unavailable.class);
        succeed(1);
        assertThat(inTime.await()).isEqualTo("in time done");
        assertThat(batches).containsExactly(List.of("first"), List.of("in time"));
    }

    private static Throwable rolledBack() {
        return new PgException("one of them", "ERROR", "23514", "a check");
    }

    @Test
    void continuesAfterABatchWithoutAnswer() {
        Future<String> lost = onLoop(() -> groups.submit("lost"));
        Future<String> next = onLoop(() -> groups.submit("next"));

        fail(0, new Failure.Unavailable("no answer"));
        succeed(1);

        assertThatThrownBy(lost::await).isInstanceOf(Failure.Unavailable.class);
        assertThat(next.await()).isEqualTo("next done");
        assertThat(alone).isEmpty();
    }

    @Test
    void failsLongWaitingRequestsWithABatchWithoutAnswer() {
        onLoop(() -> groups.submit("lost"));
        Future<String> waiting = onLoop(() -> groups.submit("waiting"));
        clock.advance(GroupCommit.MAX_WAIT_IN_OUTAGE);
        Future<String> justCome = onLoop(() -> groups.submit("new"));

        fail(0, new Failure.Unavailable("no answer"));
        succeed(1);

        assertThatThrownBy(waiting::await).isInstanceOf(Failure.Unavailable.class);
        assertThat(justCome.await()).isEqualTo("new done");
        assertThat(batches).containsExactly(List.of("lost"), List.of("new"));
    }

    @Test
    void failsIndividualRetriesAfterTheirDeadline() {
        onLoop(() -> groups.submit("first"));
        List<Future<String>> singles =
                onLoop(() -> List.of(groups.submit("slow"), groups.submit("also slow"), groups.submit("late")));
        succeed(0);
        fail(1, rolledBack());
        assertThat(alone).containsExactly("slow", "also slow");

        clock.advance(Deadline.REQUEST_TIMEOUT.minus(GroupCommit.TIME_TO_COMMIT).plusMillis(1));
        onLoop(() -> {
            slow.complete("done after all");
            return true;
        });

        assertThat(Future.all(singles.subList(0, 2)).await().<String>list()).containsOnly("done after all");
        assertThatThrownBy(() -> singles.get(2).await()).isInstanceOf(Failure.Unavailable.class);
        assertThat(alone).doesNotContain("late");
    }

    @Test
    void refusesRequestsBeyondTheQueue() {
        List<Future<String>> all = onLoop(() -> IntStream.rangeClosed(0, GroupCommit.MAX_QUEUE + 1)
                .mapToObj(number -> groups.submit("request " + number))
                .toList());

        assertThatThrownBy(() -> all.getLast().await()).isInstanceOf(Failure.Unavailable.class);
        assertThat(all.get(GroupCommit.MAX_QUEUE).isComplete()).isFalse();

        succeed(0);
        assertThat(batches.getLast()).hasSize(GroupCommit.MAX_BATCH);
    }

    private Future<List<Future<String>>> commit(List<String> batch, Deadline deadline) {
        if (batch.contains("poison")) {
            throw new IllegalStateException("thrown");
        }
        batches.add(batch);
        correlations.add(Correlation.currentText());
        Promise<List<Future<String>>> commit = Promise.promise();
        commits.add(commit);
        return commit.future();
    }

    private Future<String> commitAlone(String request, Deadline deadline) {
        if (request.equals("throws")) {
            throw new IllegalStateException("thrown");
        }
        alone.add(request);
        if (request.endsWith("slow")) {
            return slow.future();
        }
        return request.equals("bad")
                ? Future.failedFuture("bad is to blame")
                : Future.succeededFuture(request + " alone");
    }

    private static Future<String> done(String request) {
        return Future.succeededFuture(request + " done");
    }

    private void succeed(int batch) {
        onLoop(() -> {
            commits.get(batch)
                    .complete(batches.get(batch).stream()
                            .map(GroupCommitTest::done)
                            .toList());
            return true;
        });
    }

    private void fail(int batch, Throwable cause) {
        onLoop(() -> {
            commits.get(batch).fail(cause);
            return true;
        });
    }

    private <T> T onLoop(Supplier<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        loop.runOnContext(_ -> {
            try {
                done.complete(work.get());
            } catch (RuntimeException | AssertionError failure) {
                done.completeExceptionally(failure);
            }
        });
        return done.join();
    }
}
