package io.loomi.transactions.repositories;

import io.loomi.transactions.entities.HoldAction;
import io.loomi.transactions.entities.HoldResult;
import io.loomi.transactions.entities.Money;
import io.loomi.transactions.entities.NewReversal;
import io.loomi.transactions.entities.NewTransaction;
import io.loomi.transactions.entities.PostingResult;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Moves money and records it: each call checks, moves, records and writes its events in one commit. */
public interface LedgerRepository {

    /** @param recipientId who the recipient of the transfer turned out to be */
    Future<PostingResult> post(NewTransaction asked, Optional<UUID> recipientId, String correlationId);

    /**
     * Records as pending what cannot be checked now, its money held, to be settled later. What is not available fails at once.
     *
     * @param external whether the person signs in elsewhere
     */
    Future<PostingResult> accept(NewTransaction asked, boolean external, String correlationId);

    /** What an earlier request with the same key came to; empty when there was none. Moves nothing. */
    Future<Optional<PostingResult>> earlier(NewTransaction asked);

    /** @param amount how much to capture, empty for all of it */
    Future<HoldResult> endHold(UUID userId, UUID id, HoldAction action, Optional<Money> amount, String correlationId);

    Future<PostingResult> reverse(NewReversal asked, String correlationId);

    /** As {@link #earlier(NewTransaction)}. */
    Future<Optional<PostingResult>> earlier(NewReversal asked);

    /**
     * Some of the pending holds whose time is over, those first that should have ended first.
     *
     * @param after continues after this one
     */
    Future<List<DueHold>> dueHolds(Optional<DueHold> after, int limit);

    /** A hold that has to end. */
    record DueHold(UUID userId, UUID id, Instant expiresAt) {}
}
