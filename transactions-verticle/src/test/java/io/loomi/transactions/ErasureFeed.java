package io.loomi.transactions;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The double's list of erasures, two per page. */
final class ErasureFeed {

    private static final int PAGE_SIZE = 2;

    private final List<UUID> erased = new CopyOnWriteArrayList<>();

    void add(UUID customer) {
        erased.add(customer);
    }

    /** @param after the last known position; positions start at 1 */
    JsonObject page(int after, Clock clock) {
        JsonArray found = new JsonArray();
        for (int position = after + 1; position <= Math.min(erased.size(), after + PAGE_SIZE); position++) {
            found.add(new JsonObject()
                    .put("position", position)
                    .put("userId", erased.get(position - 1).toString())
                    .put("erasedAt", clock.instant().toString()));
        }
        return new JsonObject().put("data", found).put("hasMore", erased.size() > after + PAGE_SIZE);
    }
}
