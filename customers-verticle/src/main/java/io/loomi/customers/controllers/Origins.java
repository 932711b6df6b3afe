package io.loomi.customers.controllers;

import io.loomi.common.http.ApiRequest;
import io.loomi.customers.entities.Origin;

/** Where requests come from. */
final class Origins {

    private Origins() {}

    static Origin of(ApiRequest request) {
        return new Origin(request.header("User-Agent"), request.clientAddress());
    }
}
