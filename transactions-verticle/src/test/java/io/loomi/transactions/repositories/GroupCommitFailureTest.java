package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * After a failed commit each member gets its own outcome, and no member that may have been committed is committed
 * again.
 */
class GroupCommitFailureTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final GroupCommitBench bench = new GroupCommitBench(VERTX);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void failsOnlyTheRequestThatCausedTheRollback() {
        bench.submit("first");
        Future<String> good = bench.submit("good");
        Future<String> bad = bench.submit("bad");
        bench.succeed(0);

        bench.fail(1, GroupCommitBench.rolledBack());

        assertThat(good.await()).isEqualTo("good alone");
        assertThatThrownBy(bad::await).hasMessageContaining("bad");
        assertThat(bench.alone).containsExactly("good", "bad");
    }

    @Test
    void repeatsNothingUnlessPostgresReportsARollback() {
        Future<String> first = bench.submit("first");
        List<Future<String>> others = bench.submitAll("second", "third");
        bench.fail(0, new IllegalStateException("the answer cannot be read"));
        bench.fail(1, new Failure.OutcomeUnknown());

        assertThatThrownBy(first::await).isInstanceOf(Failure.OutcomeUnknown.class);
        assertThat(others)
                .allSatisfy(other -> assertThatThrownBy(other::await).isInstanceOf(Failure.OutcomeUnknown.class));
        assertThat(bench.alone).isEmpty();
        assertThat(bench.batches).containsExactly(List.of("first"), List.of("second", "third"));
    }

    @Test
    void givesEachMemberItsOutcomeWhenTheAnswerOfAnotherCannotBeRead() {
        bench.submit("first");
        List<Future<String>> members = bench.submitAll("odd", "plain");
        bench.succeed(0);

        bench.answer(1, List.of(Future.failedFuture(new Failure.OutcomeUnknown()), GroupCommitBench.done("plain")));

        assertThatThrownBy(() -> members.getFirst().await()).isInstanceOf(Failure.OutcomeUnknown.class);
        assertThat(members.getLast().await()).isEqualTo("plain done");
        assertThat(bench.alone).isEmpty();
    }

    @Test
    void reportsAnUnknownOutcomeForAMemberWithoutAnAnswer() {
        bench.submit("first");
        List<Future<String>> members = bench.submitAll("told", "missing");
        bench.succeed(0);

        bench.answer(1, List.of(GroupCommitBench.done("told")));

        assertThat(members.getFirst().await()).isEqualTo("told done");
        assertThatThrownBy(() -> members.getLast().await()).isInstanceOf(Failure.OutcomeUnknown.class);
        assertThat(bench.submit("next")).isNotNull();
        assertThat(bench.batches.getLast()).containsExactly("next");
    }

    @Test
    void continuesAfterACommitThatThrows() {
        Future<String> poisoned = bench.submit("poison");
        Future<String> next = bench.submit("next");

        assertThatThrownBy(poisoned::await).isInstanceOf(Failure.OutcomeUnknown.class);
        bench.succeed(0);
        assertThat(next.await()).isEqualTo("next done");
    }

    @Test
    void continuesAfterAnIndividualRetryThatThrows() {
        bench.submit("first");
        List<Future<String>> members = bench.submitAll("throws", "good", "also good");
        bench.succeed(0);
        bench.fail(1, GroupCommitBench.rolledBack());

        assertThatThrownBy(() -> members.getFirst().await()).hasMessageContaining("thrown");
        assertThat(members.get(1).await()).isEqualTo("good alone");
        assertThat(members.get(2).await()).isEqualTo("also good alone");
    }

    @Test
    void continuesAfterABatchWithoutAnAnswer() {
        Future<String> lost = bench.submit("lost");
        Future<String> next = bench.submit("next");

        bench.fail(0, new Failure.Unavailable("no answer"));
        bench.succeed(1);

        assertThatThrownBy(lost::await).isInstanceOf(Failure.Unavailable.class);
        assertThat(next.await()).isEqualTo("next done");
        assertThat(bench.alone).isEmpty();
    }

    @Test
    void failsLongWaitingRequestsWithABatchWithoutAnAnswerButTriesNewOnes() {
        bench.submit("lost");
        Future<String> waiting = bench.submit("waiting");
        bench.clock.advance(GroupCommit.MAX_WAIT_IN_OUTAGE);
        Future<String> recent = bench.submit("new");

        bench.fail(0, new Failure.Unavailable("no answer"));
        bench.succeed(1);

        assertThatThrownBy(waiting::await).isInstanceOf(Failure.Unavailable.class);
        assertThat(recent.await()).isEqualTo("new done");
        assertThat(bench.batches).containsExactly(List.of("lost"), List.of("new"));
    }

    @Test
    void failsIndividualRetriesWhoseTurnComesTooLate() {
        bench.submit("first");
        List<Future<String>> retries = bench.submitAll("slow", "also slow", "late");
        bench.succeed(0);
        bench.fail(1, GroupCommitBench.rolledBack());
        assertThat(bench.alone).containsExactly("slow", "also slow");

        bench.clock.advance(
                Deadline.REQUEST_TIMEOUT.minus(GroupCommit.TIME_TO_COMMIT).plusMillis(1));
        bench.onLoop(() -> bench.slow.tryComplete("done after all"));

        assertThat(Future.all(retries.subList(0, 2)).await().<String>list()).containsOnly("done after all");
        assertThatThrownBy(() -> retries.get(2).await()).isInstanceOf(Failure.Unavailable.class);
        assertThat(bench.alone).doesNotContain("late");
    }
}
