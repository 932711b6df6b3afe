package io.loomi.transactions.services;

import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.Closure;
import io.loomi.transactions.repositories.ClosureRepository;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes accounts before their owners are erased. */
public final class ClosureService {

    /** Far longer than an erasure takes from request to commit. */
    static final Duration DURATION = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(ClosureService.class);

    private final ClosureRepository accounts;

    public ClosureService(ClosureRepository accounts) {
        this.accounts = accounts;
    }

    /** Closes the account. Fails with a Conflict that lists the contents if the account is not empty. */
    public Future<Void> close(UUID userId, UUID closureId) {
        return accounts.close(userId, closureId, DURATION).compose(closure -> {
            if (!closure.closed()) {
                return Future.failedFuture(notEmpty(closure));
            }
            LOG.atInfo().addKeyValue("userId", userId).log("Account closed");
            return Future.succeededFuture();
        });
    }

    private static Failure notEmpty(Closure closure) {
        return new Failure.Conflict(
                "account-not-empty",
                "The account has money or a pending transaction.",
                Map.of("balance", closure.balance(), "held", closure.held(), "pending", closure.pending()));
    }

    /** Withdraws the closure. Repeating the call changes nothing. */
    public Future<Void> reopen(UUID userId, UUID closureId) {
        return accounts.reopen(userId, closureId);
    }
}
