package io.loomi.transactions.clients;

import io.loomi.common.auth.Caller;
import io.loomi.common.errors.Failure;
import io.loomi.common.resilience.ServiceClient;
import io.loomi.transactions.entities.CustomerStatus;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks customers over HTTP, once, with the caller's own token and so with no more than the caller's permissions. */
public final class HttpCustomers implements Customers {

    private final ServiceClient client;

    public HttpCustomers(ServiceClient client) {
        this.client = client;
    }

    @Override
    public Future<CustomerStatus> statusOf(Caller caller) {
        return client.requireAnswer(client.request(HttpMethod.GET, "/api/users/" + caller.userId())
                        .bearerTokenAuthentication(caller.token())
                        .send())
                .compose(CustomersResponse::require)
                .compose(response -> read(response.statusCode(), response::bodyAsJsonObject));
    }

    /** Reads an answer that came over HTTP or the event bus; fails with Unreachable if it is not understood. */
    static Future<CustomerStatus> read(int status, Supplier<@Nullable JsonObject> body) {
        return switch (status) {
            case 200 -> status(body);
            case 404 -> Future.succeededFuture(CustomerStatus.DELETED);
            case 401, 403 ->
                Future.failedFuture(
                        new Failure.Unauthenticated("invalid-token", "The access token is not valid any more."));
            default -> CustomersResponse.notUnderstood("status " + status);
        };
    }

    private static Future<CustomerStatus> status(Supplier<@Nullable JsonObject> body) {
        try {
            JsonObject user = Objects.requireNonNull(body.get());
            return Future.succeededFuture(CustomerStatus.of(user.getString("status")));
        } catch (RuntimeException unreadable) {
            return CustomersResponse.notUnderstood("unreadable answer");
        }
    }
}
