package io.loomi.transactions.repositories;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.simulation.VirtualTime;
import io.loomi.transactions.repositories.SimulatedLedger.Request;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Simulates a hundred thousand histories of a group commit with a faulty ledger, in virtual time: no request is posted
 * twice, no acknowledged request is lost, and no request waits beyond its deadline. {@code -Dloomi.simulation.seed=}
 * repeats one history.
 */
@Slow
class GroupCommitSimulationTest {

    private static final int HISTORIES = Integer.getInteger("loomi.simulation.histories", 100_000);
    private static final Vertx VERTX = Vertx.vertx();
    private static final CommitMetrics METRICS = new CommitMetrics(new CompositeMeterRegistry());

    @AfterAll
    static void close() {
        VERTX.close().await();
    }

    @Test
    void nothingIsPostedTwiceOrLostOrWaitsForEver() {
        Long repeated = Long.getLong("loomi.simulation.seed");
        long first = repeated == null ? new SplittableRandom().nextLong() : repeated;
        System.out.println("GroupCommitSimulationTest: first seed " + first);
        int histories = repeated == null ? HISTORIES : 1;
        Map<String, Integer> outcomes = new HashMap<>();
        for (long seed = first; seed < first + histories; seed++) {
            assertThat(new History(seed).play(outcomes))
                    .as("history of seed %d", seed)
                    .isEmpty();
        }
        if (repeated == null) {
            assertThat(outcomes).containsOnlyKeys("posted", "refused", "unavailable", "unknown");
        }
    }

    /** Simulates some requests over a few seconds. Requests with a key are sent again when they fail. */
    private static final class History {

        private static final int MAX_TRIES = 4;

        private final VirtualTime time = new VirtualTime(VERTX);
        private final RandomGenerator random;
        private final SimulatedLedger ledger;
        private final GroupCommit<Request, Integer> commits;
        private final List<String> violations = new ArrayList<>();
        private final Map<String, Integer> outcomes = new HashMap<>();
        private int sent;
        private int answered;

        private History(long seed) {
            this.random = new SplittableRandom(seed);
            this.ledger = new SimulatedLedger(time, random, random.nextInt(4) * 0.2);
            this.commits = new GroupCommit<>(ledger::commit, ledger::commitAlone, Request::exclusive, time, METRICS);
        }

        private List<String> play(Map<String, Integer> all) {
            int requests = 1 + random.nextInt(16);
            int keys = 1 + random.nextInt(5);
            int spreadMillis = 1 + random.nextInt(random.nextBoolean() ? 50 : 4000);
            time.run(() -> {
                for (int number = 0; number < requests; number++) {
                    Request request = new Request(number, random.nextBoolean() ? "" : "key " + random.nextInt(keys));
                    time.after(Duration.ofMillis(random.nextInt(spreadMillis))).onSuccess(_ -> send(request, 1));
                }
            });
            time.advance(Duration.ofMinutes(1));
            if (answered != sent || sent < requests) {
                violations.add("%d of %d requests are not answered".formatted(sent - answered, sent));
            }
            violations.addAll(ledger.violations());
            time.uncaught().forEach(thrown -> violations.add("thrown: " + thrown));
            outcomes.forEach((outcome, count) -> all.merge(outcome, count, Integer::sum));
            return violations;
        }

        /** Sends in its own context, as an HTTP request does. */
        private void send(Request request, int attempt) {
            sent++;
            ((ContextInternal) Vertx.currentContext()).duplicate().runOnContext(_ -> {
                Deadline deadline = Deadline.ofRequest(time);
                Deadline.bind(deadline);
                commits.submit(request)
                        .onComplete(
                                number -> posted(request, number, deadline),
                                failure -> failed(request, attempt, failure, deadline));
            });
        }

        private void posted(Request request, Integer number, Deadline deadline) {
            answered(request, "posted", deadline);
            boolean isPosted =
                    request.key().isEmpty() ? ledger.timesPosted(request) == 1 : ledger.isPosted(request.key());
            require(isPosted, request + " is answered and was not posted once");
            require(request.key().isEmpty() ? number == request.number() : true, request + " has another's outcome");
        }

        private void failed(Request request, int attempt, Throwable failure, Deadline deadline) {
            String outcome = failure instanceof Failure.OutcomeUnknown
                    ? "unknown"
                    : failure instanceof Failure.Unavailable ? "unavailable" : "refused";
            answered(request, outcome, deadline);
            if (request.key().isEmpty()) {
                int max = outcome.equals("unknown") || isUnexpected(failure) ? 1 : 0;
                require(ledger.timesPosted(request) <= max, request + " is " + outcome + " and was posted");
            } else if (attempt < MAX_TRIES) {
                send(request, attempt + 1);
            }
        }

        /** An individual retry failed without an error of the database, so its outcome is unknown too. */
        private static boolean isUnexpected(Throwable failure) {
            return failure instanceof IllegalStateException;
        }

        private void answered(Request request, String outcome, Deadline deadline) {
            answered++;
            outcomes.merge(outcome, 1, Integer::sum);
            require(!time.instant().isAfter(deadline.end()), request + " is answered after its deadline");
            require(ledger.timesPosted(request) <= 1, request + " was posted twice");
        }

        private void require(boolean holds, String violation) {
            if (!holds) {
                violations.add(violation);
            }
        }
    }
}
