package io.loomi.customers.controllers;

import io.loomi.common.auth.Caller;
import io.loomi.common.http.ApiRequest;
import io.loomi.common.tracing.Correlation;
import io.loomi.customers.entities.AuditContext;
import io.loomi.customers.entities.Origin;

/** Creates the audit context of a request. */
final class AuditContexts {

    private AuditContexts() {}

    /** For a request without a token. */
    static AuditContext anonymous(ApiRequest request) {
        return AuditContext.anonymous(origin(request), Correlation.currentText());
    }

    static AuditContext of(ApiRequest request) {
        Caller caller = request.caller();
        return AuditContext.of(caller.userId(), caller.sessionId(), origin(request), Correlation.currentText());
    }

    private static Origin origin(ApiRequest request) {
        return new Origin(request.joinedHeader("User-Agent"), request.clientAddress());
    }
}
