package io.loomi.customers.controllers;

import io.loomi.common.auth.Caller;
import io.loomi.common.cluster.BusAddress;
import io.loomi.common.cluster.BusServer;
import io.loomi.common.contract.Contract;
import io.loomi.common.errors.Failure;
import io.loomi.common.http.AccessRule;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.User;
import io.loomi.customers.services.UserService;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/** Answers status requests of other services over the event bus, with the same permissions as over HTTP. */
public final class StatusRequestHandler {

    private final UserService users;
    private final Contract contract;

    public StatusRequestHandler(UserService users, Contract contract) {
        this.users = users;
        this.contract = contract;
    }

    public Future<Void> answer(BusServer bus) {
        return Future.all(
                        bus.serve(BusAddress.STATUS, permissions("getUser"), this::status),
                        bus.serve(BusAddress.LOOKUP, permissions("lookUpUser"), (_, request) -> lookUp(request)))
                .mapEmpty();
    }

    private List<List<String>> permissions(String operationId) {
        return AccessRule.of(Objects.requireNonNull(contract.model().operation(operationId)))
                .alternatives();
    }

    private Future<JsonObject> status(Caller caller, JsonObject request) {
        return users.profile(value(request, "userId", UUID::fromString), caller).map(StatusRequestHandler::json);
    }

    private Future<JsonObject> lookUp(JsonObject request) {
        return (request.containsKey("email")
                        ? users.profile(value(request, "email", EmailAddress::new))
                        : users.profile(value(request, "id", UUID::fromString)))
                .map(StatusRequestHandler::json);
    }

    private static <T> T value(JsonObject request, String name, Function<String, T> value) {
        if (request.getValue(name) instanceof String text) {
            try {
                return value.apply(text);
            } catch (IllegalArgumentException invalid) {
                throw new Failure.Invalid("/" + name, String.valueOf(invalid.getMessage()));
            }
        }
        throw new Failure.Invalid("/" + name, "must be a string");
    }

    private static JsonObject json(User user) {
        return JsonObject.mapFrom(CustomerStatusJson.of(user));
    }
}
