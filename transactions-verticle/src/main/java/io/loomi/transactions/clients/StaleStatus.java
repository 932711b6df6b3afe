package io.loomi.transactions.clients;

import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.common.errors.Failure;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What was known of people within a day, for when customers cannot say who they are now. */
final class StaleStatus {

    private final CustomerStatusCache shared;
    private final CustomerCache memory;

    StaleStatus(CustomerStatusCache shared, CustomerCache memory) {
        this.shared = shared;
        this.memory = memory;
    }

    /**
     * Redis first: it has heard of changes that this process has not. But of whom this process has heard that they changed, Redis may
     * not have. It is not remembered, so that customers is asked again.
     */
    Future<Optional<CustomerStatus>> of(UUID userId) {
        if (memory.hasChanged(userId)) {
            return Future.succeededFuture(Optional.empty());
        }
        return shared.findStale(userId)
                .map(found -> found.flatMap(CustomerStatus::find).or(() -> memory.stale(userId)));
    }

    /**
     * What the question finds, and what was known when there is no answer. Where there was none a moment ago, it is not waited for
     * again; fails with Unanswered when nothing was known either.
     */
    Future<CustomerStatus> askOrRecall(UUID userId, Supplier<Future<CustomerStatus>> question) {
        return memory.isUnanswered(userId)
                ? of(userId).compose(found -> found.map(Future::succeededFuture).orElseGet(() -> ask(userId, question)))
                : ask(userId, question);
    }

    private Future<CustomerStatus> ask(UUID userId, Supplier<Future<CustomerStatus>> question) {
        return question.get()
                .recover(failure -> failure instanceof Failure.Unanswered
                        ? instead(userId, failure)
                        : Future.failedFuture(failure));
    }

    private Future<CustomerStatus> instead(UUID userId, Throwable failure) {
        memory.noteUnanswered(userId);
        return of(userId)
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(failure)));
    }
}
