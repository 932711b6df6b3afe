package io.loomi.customers.services;

import io.loomi.common.errors.Failure;
import io.loomi.common.identity.Ids;
import io.loomi.common.resilience.Deadline;
import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.loomi.customers.clients.Accounts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Erases customers only while their accounts are empty and closed, so that no money arrives during an erasure. */
public final class AccountClosure {

    private static final Logger LOG = LoggerFactory.getLogger(AccountClosure.class);

    private static final Duration REOPEN_TIMEOUT = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Accounts accounts;
    private final Clock clock;

    public AccountClosure(Vertx vertx, Accounts accounts, Clock clock) {
        this.vertx = vertx;
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * Closes the customer's account, then runs the erasure and returns its result. Fails with a Conflict that lists the contents if the
     * account is not empty, and with Unavailable if transactions does not answer; nothing is erased then.
     */
    <T> Future<T> closeAndErase(UUID userId, Supplier<Future<T>> erasure) {
        UUID closureId = Ids.next(clock);
        return accounts.close(userId, closureId)
                .onFailure(failure -> {
                    // the account may be closed, although no answer arrived
                    if (failure instanceof Failure.Unavailable) {
                        reopen(userId, closureId);
                    }
                })
                .compose(_ -> erasure.get().onFailure(failure -> {
                    if (certainlyNotErased(failure)) {
                        reopen(userId, closureId);
                    }
                }));
    }

    /**
     * Whether the customer was certainly not erased. NotFound means that another request has erased the customer. After any other
     * failure the erasure may have been committed; if it was not, transactions reopens the account when the closure lapses.
     */
    private static boolean certainlyNotErased(Throwable failure) {
        return failure instanceof Failure.Conflict || failure instanceof Failure.Unavailable;
    }

    /**
     * Withdraws the closure, with its own deadline because the request's deadline may have passed. The answer does not
     * wait for it. If this fails, transactions reopens the account minutes later, when the closure lapses.
     */
    private void reopen(UUID userId, UUID closureId) {
        CorrelationId id = Correlation.current().orElseGet(CorrelationId::fresh);
        Correlation.runWith(id, vertx, () -> {
                    Deadline.bind(Deadline.in(REOPEN_TIMEOUT, clock));
                    return accounts.reopen(userId, closureId);
                })
                .onFailure(failure -> LOG.atWarn()
                        .addKeyValue("userId", userId)
                        .addKeyValue("cause", String.valueOf(failure.getMessage()))
                        .log("Withdrawing an account closure failed"));
    }
}
