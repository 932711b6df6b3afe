package io.loomi.customers.controllers;

import io.loomi.common.auth.Caller;
import io.loomi.common.correlation.Correlation;
import io.loomi.common.http.ApiRequest;
import io.loomi.customers.entities.Act;
import io.loomi.customers.entities.Origin;

/** Who acts by a request. */
final class Acts {

    private Acts() {}

    /** By a request that needs no token. */
    static Act ofNobody(ApiRequest request) {
        return Act.ofNobody(origin(request), Correlation.currentText());
    }

    static Act of(ApiRequest request) {
        Caller caller = request.caller();
        return Act.of(caller.userId(), caller.sessionId(), origin(request), Correlation.currentText());
    }

    private static Origin origin(ApiRequest request) {
        return new Origin(request.joinedHeader("User-Agent"), request.clientAddress());
    }
}
