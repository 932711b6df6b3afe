package io.loomi.customers.controllers;

import io.loomi.common.errors.Failure;
import io.loomi.common.errors.Violation;
import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.common.pages.PageRequest;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.Password;
import io.loomi.customers.entities.PersonName;
import io.loomi.customers.entities.ProfileChange;
import io.loomi.customers.entities.User;
import io.loomi.customers.services.PasswordRules;
import io.loomi.customers.services.PasswordService;
import io.loomi.customers.services.UserService;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Serves {@code /api/users}. */
public final class UserController implements Controller {

    private final UserService users;
    private final PasswordService passwords;
    private final PasswordRules rules;

    public UserController(UserService users, PasswordService passwords, PasswordRules rules) {
        this.users = users;
        this.passwords = passwords;
        this.rules = rules;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of(
                "registerUser", this::register,
                "listUsers", this::list,
                "getOwnProfile", this::getOwn,
                "changeOwnProfile", this::changeOwn,
                "deleteOwnProfile", this::deleteOwn,
                "changePassword", this::changePassword,
                "lookUpUser", this::lookUp,
                "getUser", this::get,
                "changeUser", this::change,
                "deleteUser", this::delete);
    }

    private Future<ApiResponse> register(ApiRequest request) {
        PersonName name = request.value("name", PersonName::parseNew);
        EmailAddress email = request.value("email", EmailAddress::parseNew);
        Password password = request.value("password", rules::parseNew);
        return users.register(name, email, password, AuditContexts.anonymous(request))
                .map(user -> ApiResponse.created("/api/users/" + user.id(), UserJson.of(user))
                        .version(user.version()));
    }

    private Future<ApiResponse> getOwn(ApiRequest request) {
        return users.profile(request.caller().userId()).map(UserController::answer);
    }

    private Future<ApiResponse> changeOwn(ApiRequest request) {
        return users.change(request.caller().userId(), changeIn(request), AuditContexts.of(request))
                .map(UserController::answer);
    }

    private Future<ApiResponse> change(ApiRequest request) {
        return users.change(request.pathId("userId"), changeIn(request), request.caller(), AuditContexts.of(request))
                .map(UserController::answer);
    }

    private static ProfileChange changeIn(ApiRequest request) {
        return new ProfileChange(
                request.optionalValue("name", PersonName::parseNew),
                request.optionalValue("email", EmailAddress::parseNew),
                request.ifMatch());
    }

    private Future<ApiResponse> deleteOwn(ApiRequest request) {
        return users.delete(request.caller().userId(), AuditContexts.of(request))
                .map(_ -> ApiResponse.noContent());
    }

    private Future<ApiResponse> delete(ApiRequest request) {
        return users.delete(request.pathId("userId"), request.caller(), AuditContexts.of(request))
                .map(_ -> ApiResponse.noContent());
    }

    private Future<ApiResponse> changePassword(ApiRequest request) {
        Password current = request.value("currentPassword", Password::new);
        Password newPassword = request.value("newPassword", rules::parseNew);
        return passwords
                .change(request.caller(), current, newPassword, AuditContexts.of(request))
                .map(_ -> ApiResponse.noContent());
    }

    private Future<ApiResponse> get(ApiRequest request) {
        return users.profile(request.pathId("userId"), request.caller()).map(UserController::answer);
    }

    private Future<ApiResponse> lookUp(ApiRequest request) {
        Optional<EmailAddress> email = request.queryValue("email", EmailAddress::new);
        Optional<UUID> id = request.queryValue("id", UUID::fromString);
        if (email.isPresent() == id.isPresent()) {
            throw new Failure.Invalid(List.of(
                    new Violation("query/email", "must be sent if and only if there is no id"),
                    new Violation("query/id", "must be sent if and only if there is no email")));
        }
        return email.map(users::profile)
                .orElseGet(() -> users.profile(id.orElseThrow()))
                .map(user -> ApiResponse.ok(CustomerStatusJson.of(user)));
    }

    private Future<ApiResponse> list(ApiRequest request) {
        return users.search(PageRequest.from(request.query())).map(page -> ApiResponse.ok(page.map(UserJson::of)));
    }

    static ApiResponse answer(User user) {
        return ApiResponse.ok(UserJson.of(user)).version(user.version());
    }
}
