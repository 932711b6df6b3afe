package io.loomi.transactions.repositories;

import io.loomi.common.database.Database;
import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.testing.simulation.VirtualTime;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Simulates a ledger with every fault of a database. It fails before or after a commit, gives no answer, a late answer
 * or too few outcomes, or throws. It keeps the contract of {@link Database}: an answer within {@link
 * Database#WRITE_TIMEOUT}, and a {@link PgException} only if nothing was committed.
 */
final class SimulatedLedger {

    /** The fault of a commit. */
    private enum Fault {
        NONE,
        SLOW,
        ROLLED_BACK,
        UNAVAILABLE,
        NO_ANSWER_AND_NOTHING_DONE,
        NO_ANSWER_THOUGH_DONE,
        SHORT_ANSWER,
        UNREADABLE_ROW,
        THROWS_BEFORE,
        FAILS_ODDLY_AFTER
    }

    /** @param key two requests with the same key are one posting; empty for a request without a key */
    record Request(int number, String key) {
        Object exclusive() {
            return key.isEmpty() ? this : key;
        }
    }

    private final VirtualTime time;
    private final RandomGenerator random;
    private final double faulty;
    private final Map<Integer, Integer> posted = new HashMap<>();
    private final Map<String, Integer> byKey = new HashMap<>();
    private final Set<String> violations = new HashSet<>();
    private int batchesInFlight;
    private int retriesInFlight;

    /** @param faulty the share of commits that fail */
    SimulatedLedger(VirtualTime time, RandomGenerator random, double faulty) {
        this.time = time;
        this.random = random;
        this.faulty = faulty;
    }

    Future<List<Future<Integer>>> commit(List<Request> batch, Deadline deadline) {
        require(batchesInFlight == 0, "two batches in flight");
        require(batch.size() <= GroupCommit.MAX_BATCH, "a batch that is too large");
        require(
                batch.stream().map(Request::exclusive).distinct().count() == batch.size(),
                "two requests of one key in a batch");
        require(deadline.allows(Database.WRITE_TIMEOUT), "a commit that cannot end before its deadline");
        batchesInFlight++;
        try {
            return attempt(batch).onComplete(_ -> batchesInFlight--);
        } catch (IllegalStateException thrown) {
            batchesInFlight--;
            throw thrown;
        }
    }

    Future<Integer> commitAlone(Request request, Deadline deadline) {
        require(retriesInFlight < IndividualRetries.MAX_IN_FLIGHT, "too many individual retries in flight");
        require(deadline.allows(Database.WRITE_TIMEOUT), "an individual retry that cannot end before its deadline");
        retriesInFlight++;
        try {
            return attempt(List.of(request))
                    .<Integer>compose(outcomes -> outcomes.isEmpty()
                            ? Future.failedFuture(new Failure.OutcomeUnknown())
                            : outcomes.getFirst())
                    .onComplete(_ -> retriesInFlight--);
        } catch (IllegalStateException thrown) {
            retriesInFlight--;
            throw thrown;
        }
    }

    private Future<List<Future<Integer>>> attempt(List<Request> batch) {
        Fault[] faults = Fault.values();
        Fault fault = random.nextDouble() < faulty ? faults[random.nextInt(faults.length)] : Fault.NONE;
        Duration quick = Duration.ofMillis(1 + random.nextInt(20));
        return switch (fault) {
            case NONE -> time.after(quick).map(_ -> post(batch));
            case SLOW -> time.after(Duration.ofMillis(random.nextInt(1000))).map(_ -> post(batch));
            case ROLLED_BACK -> after(quick, new PgException("refused", "ERROR", "23514", ""));
            case UNAVAILABLE -> after(quick, new Failure.Unavailable("away"));
            case NO_ANSWER_AND_NOTHING_DONE -> after(Database.WRITE_TIMEOUT, new Failure.OutcomeUnknown());
            case NO_ANSWER_THOUGH_DONE ->
                time.after(quick).compose(_ -> {
                    post(batch);
                    return after(Database.WRITE_TIMEOUT.minus(quick), new Failure.OutcomeUnknown());
                });
            case SHORT_ANSWER -> time.after(quick).map(_ -> post(batch).subList(0, random.nextInt(batch.size())));
            case UNREADABLE_ROW -> time.after(quick).map(_ -> unreadable(post(batch)));
            case THROWS_BEFORE -> throw new IllegalStateException("thrown before anything was sent");
            case FAILS_ODDLY_AFTER ->
                time.after(quick).compose(_ -> {
                    post(batch);
                    return Future.failedFuture(new IllegalStateException("the answer cannot be read"));
                });
        };
    }

    private <T> Future<T> after(Duration delay, Throwable failure) {
        return time.after(delay).compose(_ -> Future.failedFuture(failure));
    }

    private List<Future<Integer>> post(List<Request> batch) {
        return batch.stream().map(this::post).toList();
    }

    private Future<Integer> post(Request request) {
        if (request.key().isEmpty()) {
            posted.merge(request.number(), 1, Integer::sum);
            return Future.succeededFuture(request.number());
        }
        return Future.succeededFuture(byKey.computeIfAbsent(request.key(), _ -> {
            posted.merge(request.number(), 1, Integer::sum);
            return request.number();
        }));
    }

    private List<Future<Integer>> unreadable(List<Future<Integer>> outcomes) {
        List<Future<Integer>> spoilt = new ArrayList<>(outcomes);
        IntStream.range(0, 1 + random.nextInt(spoilt.size()))
                .forEach(_ ->
                        spoilt.set(random.nextInt(spoilt.size()), Future.failedFuture(new Failure.OutcomeUnknown())));
        return spoilt;
    }

    private void require(boolean holds, String violation) {
        if (!holds) {
            violations.add(violation);
        }
    }

    /** How often a request was posted. */
    int timesPosted(Request request) {
        return posted.getOrDefault(request.number(), 0);
    }

    /** Whether any request with this key was posted. */
    boolean isPosted(String key) {
        return byKey.containsKey(key);
    }

    Set<String> violations() {
        return violations;
    }
}
