package io.loomi.transactions.clients;

import io.loomi.common.resilience.ServiceClient;
import io.loomi.transactions.entities.Customer;
import io.loomi.transactions.entities.CustomerStatus;
import io.loomi.transactions.entities.Recipient;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asks customers over HTTP, once, as the service: a caller has no permission to look up other customers. */
public final class HttpRecipients implements Recipients {

    private static final String PATH = "/api/users/lookup";
    private static final int UNAUTHORIZED = 401;

    private final ServiceClient client;
    private final ServiceToken token;

    public HttpRecipients(ServiceClient client, ServiceToken token) {
        this.client = client;
        this.token = token;
    }

    @Override
    public Future<Optional<Customer>> find(Recipient recipient) {
        return ask(recipient)
                // customers may no longer have the token's key: retry once with a new token
                .compose(response -> response.statusCode() == UNAUTHORIZED ? ask(recipient) : same(response))
                .compose(CustomersResponse::require)
                .compose(response -> read(recipient, response.statusCode(), response::bodyAsJsonObject));
    }

    private static Future<HttpResponse<Buffer>> same(HttpResponse<Buffer> response) {
        return Future.succeededFuture(response);
    }

    private Future<HttpResponse<Buffer>> ask(Recipient recipient) {
        return token.authorize(bearer -> client.requireAnswer(client.request(HttpMethod.GET, PATH)
                .addQueryParam(parameter(recipient), value(recipient))
                .bearerTokenAuthentication(bearer)
                .send()));
    }

    static String parameter(Recipient recipient) {
        return switch (recipient) {
            case Recipient.ById _ -> "id";
            case Recipient.ByEmail _ -> "email";
        };
    }

    static String value(Recipient recipient) {
        return switch (recipient) {
            case Recipient.ById(UUID id) -> id.toString();
            case Recipient.ByEmail(String email) -> email;
        };
    }

    /** Reads an answer that came over HTTP or the event bus; fails with Unreachable if it is not understood. */
    static Future<Optional<Customer>> read(Recipient recipient, int status, Supplier<@Nullable JsonObject> body) {
        if (status == 200) {
            return customer(body).map(Optional::of);
        }
        // no customer has a malformed address
        boolean noAddress = status == 400 && recipient instanceof Recipient.ByEmail;
        return status == 404 || noAddress
                ? Future.succeededFuture(Optional.empty())
                : CustomersResponse.notUnderstood("status " + status);
    }

    private static Future<Customer> customer(Supplier<@Nullable JsonObject> body) {
        try {
            JsonObject found = Objects.requireNonNull(body.get());
            return Future.succeededFuture(
                    new Customer(UUID.fromString(found.getString("id")), CustomerStatus.of(found.getString("status"))));
        } catch (RuntimeException unreadable) {
            return CustomersResponse.notUnderstood("unreadable answer");
        }
    }
}
