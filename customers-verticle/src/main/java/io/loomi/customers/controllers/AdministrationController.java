package io.loomi.customers.controllers;

import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.customers.entities.Role;
import io.loomi.customers.entities.UserStatus;
import io.loomi.customers.services.AdministrationService;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** {@code /api/users/{id}/status} and {@code …/roles}. */
public final class AdministrationController implements Controller {

    private final AdministrationService administration;

    public AdministrationController(AdministrationService administration) {
        this.administration = administration;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of("setUserStatus", this::setStatus, "setUserRoles", this::setRoles);
    }

    private Future<ApiResponse> setStatus(ApiRequest request) {
        UserStatus status = request.value("status", UserStatus::of);
        return administration
                .changeStatus(request.pathId("userId"), status, request.caller(), AuditContexts.of(request))
                .map(UserController::answer);
    }

    private Future<ApiResponse> setRoles(ApiRequest request) {
        Set<Role> roles = request.body().getJsonArray("roles").stream()
                .map(role -> Role.of((String) role))
                .collect(Collectors.toUnmodifiableSet());
        return administration
                .changeRoles(request.pathId("userId"), roles, request.caller(), AuditContexts.of(request))
                .map(UserController::answer);
    }
}
