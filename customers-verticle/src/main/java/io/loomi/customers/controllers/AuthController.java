package io.loomi.customers.controllers;

import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.customers.entities.EmailAddress;
import io.loomi.customers.entities.Password;
import io.loomi.customers.services.LoginService;
import io.loomi.customers.services.ServiceLogin;
import io.loomi.customers.services.SigningKeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** {@code /api/auth}, and the public keys. */
public final class AuthController implements Controller {

    private final LoginService logins;
    private final ServiceLogin services;
    private final SigningKeys keys;

    private record KeySet(List<Map<String, Object>> keys) {}

    public AuthController(LoginService logins, ServiceLogin services, SigningKeys keys) {
        this.logins = logins;
        this.services = services;
        this.keys = keys;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of(
                "login", this::login,
                "issueServiceToken", this::issueServiceToken,
                "listKeys", this::listKeys);
    }

    @Override
    public Map<String, Function<JsonObject, Optional<String>>> accounts() {
        return Map.of("login", AuthController::account);
    }

    private static Optional<String> account(JsonObject login) {
        try {
            return login.getValue("email") instanceof String text
                    ? Optional.of(new EmailAddress(text).value())
                    : Optional.empty();
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }

    private Future<ApiResponse> login(ApiRequest request) {
        EmailAddress email = request.value("email", EmailAddress::new);
        Password password = request.value("password", Password::new);
        return logins.login(email, password, AuditContexts.ofNobody(request))
                .map(tokens -> ApiResponse.ok(SessionTokensJson.of(tokens)));
    }

    private Future<ApiResponse> issueServiceToken(ApiRequest request) {
        return services.login(ClientAuthentication.credentialsOf(request), AuditContexts.ofNobody(request))
                .map(token -> ApiResponse.ok(TokensJson.of(token)));
    }

    private Future<ApiResponse> listKeys(ApiRequest request) {
        KeySet published = new KeySet(
                keys.all().stream().map(key -> key.publicKey().getMap()).toList());
        return Future.succeededFuture(ApiResponse.ok(published).header("Cache-Control", "public, max-age=300"));
    }
}
