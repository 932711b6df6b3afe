package io.loomi.customers.controllers;

import io.loomi.common.auth.Caller;
import io.loomi.common.correlation.Correlation;
import io.loomi.common.http.ApiRequest;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.Origin;

/** Who acts by a request. */
final class AuditContexts {

    private AuditContexts() {}

    /** By a request that needs no token. */
    static AuditContext ofNobody(ApiRequest request) {
        return AuditContext.ofNobody(origin(request), Correlation.currentText());
    }

    static AuditContext of(ApiRequest request) {
        Caller caller = request.caller();
        return AuditContext.of(caller.userId(), caller.sessionId(), origin(request), Correlation.currentText());
    }

    private static Origin origin(ApiRequest request) {
        return new Origin(request.joinedHeader("User-Agent"), request.clientAddress());
    }
}
