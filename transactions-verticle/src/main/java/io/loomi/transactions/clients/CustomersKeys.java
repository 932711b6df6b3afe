package io.loomi.transactions.clients;

import io.loomi.common.auth.CachedKeys;
import io.loomi.common.auth.VerificationKey;
import io.loomi.common.resilience.ServiceClient;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/** Reads the keys that customers publishes. */
public final class CustomersKeys {

    private static final String PATH = "/.well-known/jwks.json";

    private CustomersKeys() {}

    public static CachedKeys of(Vertx vertx, ServiceClient client, Clock clock) {
        return new CachedKeys("customers", () -> client.get(PATH).map(CustomersKeys::parse), clock)
                .refreshInBackground(vertx)
                .prefetch();
    }

    private static List<VerificationKey> parse(HttpResponse<Buffer> response) {
        return VerificationKey.ofSet(Objects.requireNonNull(response.bodyAsJsonObject()));
    }
}
