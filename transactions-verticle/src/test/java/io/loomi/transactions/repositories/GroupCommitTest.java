package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.correlation.Correlation;
import io.loomi.common.correlation.CorrelationId;
import io.loomi.common.errors.Failure;
import io.loomi.common.testing.MutableClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Requests share commits, and nothing else. */
class GroupCommitTest {

    private static final Vertx VERTX = Vertx.vertx();

    private final Context loop = VERTX.getOrCreateContext();
    private final List<List<String>> batches = new ArrayList<>();
    private final List<Promise<List<String>>> commits = new ArrayList<>();
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
    void commitsAtOnceWhatComesAloneAndTogetherWhatComesMeanwhile() {
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
    void commitsUnderTheCorrelationOfARequestThatIsInTheBatch() {
        under("of-a", () -> groups.submit("a"));
        under("of-b", () -> groups.submit("b"));
        under("of-c", () -> groups.submit("c"));

        under("of-a", () -> commits.getFirst().tryComplete(List.of("a done")));
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
    void failsOnlyTheOneThatIsToBlameWhenABatchFails() {
        onLoop(() -> groups.submit("first"));
        Future<String> good = onLoop(() -> groups.submit("good"));
        Future<String> bad = onLoop(() -> groups.submit("bad"));
        succeed(0);

        fail(1, new IllegalStateException("one of them"));

        assertThat(good.await()).isEqualTo("good alone");
        assertThatThrownBy(bad::await).hasMessageContaining("bad");
        assertThat(alone).containsExactly("good", "bad");
    }

    @Test
    void goesOnAfterADeadBatchWhoseMembersLearnThatItIsUnknown() {
        Future<String> lost = onLoop(() -> groups.submit("lost"));
        Future<String> next = onLoop(() -> groups.submit("next"));

        fail(0, new Failure.Unavailable("no answer"));
        succeed(1);

        assertThatThrownBy(lost::await).isInstanceOf(Failure.Unavailable.class);
        assertThat(next.await()).isEqualTo("next done");
        assertThat(alone).isEmpty();
    }

    @Test
    void tellsThoseWhoWaitWithADeadBatchAndTriesThoseWhoHaveJustCome() {
        onLoop(() -> groups.submit("lost"));
        Future<String> waiting = onLoop(() -> groups.submit("waiting"));
        clock.advance(GroupCommit.LONGEST_WAIT);
        Future<String> justCome = onLoop(() -> groups.submit("new"));

        fail(0, new Failure.Unavailable("no answer"));
        succeed(1);

        assertThatThrownBy(waiting::await).isInstanceOf(Failure.Unavailable.class);
        assertThat(justCome.await()).isEqualTo("new done");
        assertThat(batches).containsExactly(List.of("lost"), List.of("new"));
    }

    @Test
    void tellsSinglesWhoseTurnDoesNotComeInTime() {
        onLoop(() -> groups.submit("first"));
        List<Future<String>> singles =
                onLoop(() -> List.of(groups.submit("slow"), groups.submit("also slow"), groups.submit("late")));
        succeed(0);
        fail(1, new IllegalStateException("one of them"));
        assertThat(alone).containsExactly("slow", "also slow");

        clock.advance(GroupCommit.LONGEST_WAIT_OF_SINGLES.plusMillis(1));
        onLoop(() -> {
            slow.complete("done after all");
            return true;
        });

        assertThat(Future.all(singles.subList(0, 2)).await().<String>list()).containsOnly("done after all");
        assertThatThrownBy(() -> singles.get(2).await()).isInstanceOf(Failure.Unavailable.class);
        assertThat(alone).doesNotContain("late");
    }

    @Test
    void refusesWhatTheQueueCannotHold() {
        List<Future<String>> all = onLoop(() -> IntStream.rangeClosed(0, GroupCommit.LONGEST_QUEUE + 1)
                .mapToObj(number -> groups.submit("request " + number))
                .toList());

        assertThatThrownBy(() -> all.getLast().await()).isInstanceOf(Failure.Unavailable.class);
        assertThat(all.get(GroupCommit.LONGEST_QUEUE).isComplete()).isFalse();

        succeed(0);
        assertThat(batches.getLast()).hasSize(GroupCommit.LARGEST_BATCH);
    }

    private Future<List<String>> commit(List<String> batch) {
        batches.add(batch);
        correlations.add(Correlation.currentText());
        Promise<List<String>> commit = Promise.promise();
        commits.add(commit);
        return commit.future();
    }

    private Future<String> commitAlone(String request) {
        alone.add(request);
        if (request.endsWith("slow")) {
            return slow.future();
        }
        return request.equals("bad")
                ? Future.failedFuture("bad is to blame")
                : Future.succeededFuture(request + " alone");
    }

    private void succeed(int batch) {
        onLoop(() -> {
            commits.get(batch)
                    .complete(batches.get(batch).stream()
                            .map(request -> request + " done")
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
