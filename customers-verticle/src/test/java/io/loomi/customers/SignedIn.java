package io.loomi.customers;

import static io.loomi.customers.CustomersBench.PASSWORD;
import static io.loomi.customers.CustomersBench.api;

import io.loomi.common.testing.Answer;
import io.loomi.common.testing.ContractClient;
import io.loomi.customers.CustomersBench.TestCustomer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A signed-in customer: one of their sessions. */
record SignedIn(TestCustomer customer, String accessToken, String refreshToken) {

    static SignedIn newCustomer() {
        return again(CustomersBench.customer("Ana"));
    }

    /** Opens another session of the customer. */
    static SignedIn again(TestCustomer customer) {
        return of(customer, CustomersBench.login(customer.email(), PASSWORD).json());
    }

    private static SignedIn of(TestCustomer customer, JsonObject tokens) {
        return new SignedIn(customer, tokens.getString("accessToken"), tokens.getString("refreshToken"));
    }

    String sessionId() {
        String claims = accessToken.split("\\.")[1];
        return new JsonObject(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
                .getString("sid");
    }

    Answer refresh() {
        return refresh(refreshToken);
    }

    static Answer refresh(String token) {
        return api().post("/api/auth/refresh").json("{\"refreshToken\": \"" + token + "\"}");
    }

    /** Refreshes the tokens of the session. */
    SignedIn refreshed() {
        return of(customer, refresh().json());
    }

    ContractClient.Call call(String method, String path) {
        return api().call(method, path).as(accessToken);
    }

    Answer profile() {
        return call("GET", "/api/users/me").send();
    }

    Answer changePassword(String current, String newPassword) {
        return call("POST", "/api/users/me/password").json("""
                        {"currentPassword": "%s", "newPassword": "%s"}""".formatted(current, newPassword));
    }
}
