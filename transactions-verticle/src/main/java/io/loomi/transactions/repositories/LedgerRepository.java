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

/**
 * Moves money. Each call checks the request, moves the money, records the transaction and writes the events, in one
 * commit.
 */
public interface LedgerRepository {

    /** @param recipientId the id of the transfer's recipient */
    Future<PostingResult> post(NewTransaction request, Optional<UUID> recipientId, String correlationId);

    /**
     * Records a deferred transaction and holds its money. Fails it immediately if too little is available.
     *
     * @param external whether an external issuer signed the owner in
     */
    Future<PostingResult> defer(NewTransaction request, boolean external, String correlationId);

    /** The result of an earlier request with the same key; empty if there was none. Moves nothing. */
    Future<Optional<PostingResult>> findEarlier(NewTransaction request);

    /** @param amount the amount to capture; empty for all */
    Future<HoldResult> endHold(UUID userId, UUID id, HoldAction action, Optional<Money> amount, String correlationId);

    Future<PostingResult> reverse(NewReversal request, String correlationId);

    /** As {@link #findEarlier(NewTransaction)}. */
    Future<Optional<PostingResult>> findEarlier(NewReversal request);

    /**
     * Expired holds that are still pending, in the order of their expiry.
     *
     * @param after returns the holds after this one
     */
    Future<List<DueHold>> dueHolds(Optional<DueHold> after, int limit);

    /** An expired hold. */
    record DueHold(UUID userId, UUID id, Instant expiresAt) {}
}
