package io.loomi.customers.controllers;

import io.loomi.common.auth.Caller;
import io.loomi.common.errors.Failure;
import io.loomi.common.http.ApiRequest;
import io.loomi.common.http.ApiResponse;
import io.loomi.common.http.Controller;
import io.loomi.common.pages.Page;
import io.loomi.customers.entities.Session;
import io.loomi.customers.services.SessionService;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Serves {@code /api/users/me/sessions}, refresh and sign-out. */
public final class SessionController implements Controller {

    private final SessionService sessions;

    public SessionController(SessionService sessions) {
        this.sessions = sessions;
    }

    @Override
    public Map<String, Function<ApiRequest, Future<ApiResponse>>> operations() {
        return Map.of(
                "refreshTokens", this::refresh,
                "logout", this::logout,
                "listSessions", this::list,
                "endSession", this::end);
    }

    private Future<ApiResponse> refresh(ApiRequest request) {
        String token = request.value("refreshToken", Function.identity());
        return sessions.refresh(token, AuditContexts.anonymous(request))
                .map(tokens -> ApiResponse.ok(SessionTokensJson.of(tokens)));
    }

    private Future<ApiResponse> logout(ApiRequest request) {
        Caller caller = request.caller();
        if (caller.external().isPresent()) {
            throw new Failure.Forbidden(
                    "session-of-other-issuer",
                    "Your session belongs to an external issuer: end it where you signed in.");
        }
        Future<Boolean> ended = caller.sessionId()
                .map(session -> sessions.signOut(caller.userId(), session, AuditContexts.of(request)))
                .orElseGet(() -> Future.succeededFuture(false));
        return ended.map(_ -> ApiResponse.noContent());
    }

    private Future<ApiResponse> list(ApiRequest request) {
        Optional<UUID> current = request.caller().sessionId();
        return sessions.list(request.caller().userId()).map(found -> ApiResponse.ok(page(found, current)));
    }

    /** All sessions of a customer fit on one page. */
    private static Page<SessionJson> page(List<Session> sessions, Optional<UUID> current) {
        return new Page<>(sessions, false, null).map(session -> SessionJson.of(session, current));
    }

    private Future<ApiResponse> end(ApiRequest request) {
        return sessions.endOwn(request.caller().userId(), request.pathId("sessionId"), AuditContexts.of(request))
                .map(_ -> ApiResponse.noContent());
    }
}
