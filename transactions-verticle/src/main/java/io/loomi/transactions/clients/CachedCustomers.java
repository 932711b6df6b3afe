package io.loomi.transactions.clients;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.loomi.common.auth.Caller;
import io.loomi.common.cache.CustomerStatusCache;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Knows people from memory for a few seconds, from Redis for some minutes, and only then asks. */
public final class CachedCustomers implements Customers {

    /** The longest that a change of status goes unseen once it is in Redis; if it did not get there, it is Redis' five minutes. */
    private static final Duration IN_MEMORY = Duration.ofSeconds(10);

    private static final int PEOPLE = 20_000;

    private final Customers source;
    private final CustomerStatusCache shared;
    private final Cache<UUID, CustomerStatus> memory = Caffeine.newBuilder()
            .maximumSize(PEOPLE)
            .expireAfterWrite(IN_MEMORY)
            .build();

    public CachedCustomers(Customers source, CustomerStatusCache shared) {
        this.source = source;
        this.shared = shared;
    }

    @Override
    public Future<CustomerStatus> statusOf(Caller caller) {
        @Nullable CustomerStatus known = memory.getIfPresent(caller.userId());
        return known != null
                ? Future.succeededFuture(known)
                : shared.find(caller.userId())
                        .compose(found -> found.map(CustomerStatus::of)
                                .map(Future::succeededFuture)
                                .orElseGet(() -> ask(caller)))
                        .onSuccess(status -> memory.put(caller.userId(), status));
    }

    /** Their status may have changed: it is looked up again. On any thread. */
    public void forget(UUID userId) {
        memory.invalidate(userId);
    }

    private Future<CustomerStatus> ask(Caller caller) {
        return source.statusOf(caller).onSuccess(status -> shared.remember(caller.userId(), status.text()));
    }
}
