package io.loomi.transactions.services;

import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.HoldResult;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewReversal;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.PostingResult;
import io.loomi.transactions.repositories.LedgerRepository;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** A double of a ledger with expired holds, some of which cannot be ended. */
final class DueHoldsDouble implements LedgerRepository {

    private static final Comparator<DueHold> IN_ORDER =
            Comparator.comparing(DueHold::expiresAt).thenComparing(DueHold::id);

    private final InstantSource clock;
    private final SequencedMap<DueHold, Boolean> due = new TreeMap<>(IN_ORDER);
    private final Map<UUID, Supplier<Future<HoldResult>>> failing = new HashMap<>();
    private int ended;
    private boolean unavailable;

    DueHoldsDouble(InstantSource clock) {
        this.clock = clock;
    }

    private DueHold add() {
        DueHold hold = new DueHold(
                UUID.randomUUID(),
                UUID.randomUUID(),
                clock.instant().minusSeconds(10_000_000).plusMillis(due.size()));
        due.put(hold, true);
        return hold;
    }

    void addFailing(int count, Supplier<Future<HoldResult>> end) {
        for (int i = 0; i < count; i++) {
            failing.put(add().id(), end);
        }
    }

    void addGood(int count) {
        for (int i = 0; i < count; i++) {
            add();
        }
    }

    /** Makes all holds end successfully from now on. */
    void repair() {
        failing.clear();
    }

    void setUnavailable(boolean next) {
        unavailable = next;
    }

    int ended() {
        return ended;
    }

    @Override
    public Future<List<DueHold>> dueHolds(Optional<DueHold> after, int limit) {
        if (unavailable) {
            return Future.failedFuture(new Failure.Unavailable("gone"));
        }
        return Future.succeededFuture(due.keySet().stream()
                .filter(hold -> after.isEmpty() || IN_ORDER.compare(hold, after.get()) > 0)
                .limit(limit)
                .toList());
    }

    @Override
    public Future<HoldResult> endHold(
            UUID userId, UUID id, HoldAction action, Optional<Money> amount, String correlationId) {
        if (failing.containsKey(id)) {
            return failing.get(id).get();
        }
        due.keySet().removeIf(hold -> hold.id().equals(id));
        ended++;
        return Future.succeededFuture(new HoldResult(HoldResult.Outcome.DONE, Optional.empty()));
    }

    @Override
    public Future<PostingResult> post(NewTransaction request, Optional<UUID> recipientId, String correlationId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<PostingResult> defer(NewTransaction request, boolean external, String correlationId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Optional<PostingResult>> findEarlier(NewReversal request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<Optional<PostingResult>> findEarlier(NewTransaction request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Future<PostingResult> reverse(NewReversal request, String correlationId) {
        throw new UnsupportedOperationException();
    }
}
