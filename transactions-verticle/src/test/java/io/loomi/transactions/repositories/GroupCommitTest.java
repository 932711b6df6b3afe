package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Requests share commits, but each has its own outcome. */
class GroupCommitTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final GroupCommitBench bench = new GroupCommitBench(VERTX);

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void commitsASingleRequestImmediatelyAndLaterOnesTogether() {
        Future<String> first = bench.submit("a");
        List<Future<String>> later = bench.submitAll("b", "c");
        assertThat(bench.batches).containsExactly(List.of("a"));

        bench.succeed(0);
        assertThat(first.await()).isEqualTo("a done");
        assertThat(bench.batches).containsExactly(List.of("a"), List.of("b", "c"));

        bench.succeed(1);
        assertThat(Future.all(later).await().<String>list()).containsExactly("b done", "c done");
        assertThat(bench.figures.get("loomi.commit.batch.size").summary().totalAmount())
                .isEqualTo(3);
        assertThat(bench.figures.get("loomi.commit.batch.size").summary().max()).isEqualTo(2);
    }

    @Test
    void commitsUnderTheCorrelationIdOfAMemberOfTheBatch() {
        bench.submitUnder("of-a", "a");
        bench.submitUnder("of-b", "b");
        bench.submitUnder("of-c", "c");

        bench.under("of-a", () -> bench.commits.getFirst().tryComplete(List.of(GroupCommitBench.done("a"))));
        bench.onLoop(() -> true);

        assertThat(bench.batches).containsExactly(List.of("a"), List.of("b", "c"));
        assertThat(bench.correlations).containsExactly("of-a", "of-b");
    }

    @Test
    void commitsTwoRequestsWithTheSameKeySeparately() {
        bench.submitAll("first", "same", "other", "same");

        bench.succeed(0);
        bench.succeed(1);

        assertThat(bench.batches).containsExactly(List.of("first"), List.of("same", "other"), List.of("same"));
    }

    @Test
    void refusesARequestThatCannotCommitBeforeItsDeadline() {
        bench.submit("first");
        Future<String> late = bench.submit("late");
        bench.clock.advance(
                Deadline.REQUEST_TIMEOUT.minus(GroupCommit.TIME_TO_COMMIT).plusMillis(1));
        Future<String> inTime = bench.submit("in time");
        bench.succeed(0);

        assertThatThrownBy(late::await).isInstanceOf(Failure.Unavailable.class);
        bench.succeed(1);
        assertThat(inTime.await()).isEqualTo("in time done");
        assertThat(bench.batches).containsExactly(List.of("first"), List.of("in time"));
    }

    @Test
    void refusesRequestsWhenTheQueueIsFull() {
        List<Future<String>> all = bench.submitAll(
                IntStream.rangeClosed(0, GroupCommit.MAX_QUEUE + 1).mapToObj(number -> "request " + number));

        assertThatThrownBy(() -> all.getLast().await()).isInstanceOf(Failure.Unavailable.class);
        assertThat(all.get(GroupCommit.MAX_QUEUE).isComplete()).isFalse();

        bench.succeed(0);
        assertThat(bench.batches.getLast()).hasSize(GroupCommit.MAX_BATCH);
    }
}
