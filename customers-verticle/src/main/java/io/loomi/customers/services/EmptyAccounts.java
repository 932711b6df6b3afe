package io.loomi.customers.services;

import io.loomi.common.errors.Failure;
import io.loomi.common.identity.Ids;
import io.loomi.customers.clients.Accounts;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases nobody whose account is not empty: it is closed first, so that no money comes in meanwhile. */
public final class EmptyAccounts {

    private static final Logger LOG = LoggerFactory.getLogger(EmptyAccounts.class);

    private final Accounts accounts;
    private final Clock clock;

    public EmptyAccounts(Accounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * What comes of the erasure, done while the person's account is closed. Fails with a Conflict that tells what is in the way when the
     * account is not empty, and with Unavailable when transactions cannot say; nothing is erased then.
     */
    <T> Future<T> closedDuring(UUID userId, Supplier<Future<T>> erasure) {
        UUID closureId = Ids.next(clock);
        return accounts.close(userId, closureId)
                .compose(_ -> erasure.get()
                        .recover(failure -> surelyStays(failure)
                                ? reopen(userId, closureId).transform(_ -> Future.failedFuture(failure))
                                : Future.failedFuture(failure)));
    }

    /**
     * Whether the person surely stays. One who cannot be found was erased by another request, and whatever else has failed may have been an
     * erasure all the same: transactions opens the account by itself once it knows that there was none.
     */
    private static boolean surelyStays(Throwable failure) {
        return failure instanceof Failure.Conflict || failure instanceof Failure.Unavailable;
    }

    /** If this fails, transactions opens the account by itself, minutes later. */
    private Future<Void> reopen(UUID userId, UUID closureId) {
        return accounts.reopen(userId, closureId)
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("userId", userId)
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Account closure not taken back"));
    }
}
