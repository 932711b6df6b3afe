package io.loomi.customers;

import static io.loomi.customers.CustomersBench.PASSWORD;

import io.loomi.common.auth.ExternalIdentity;
import io.loomi.common.auth.SignatureAlgorithm;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.ContractClient;
import io.loomi.common.testing.IssuerDouble;
import io.loomi.common.testing.MutableClock;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A customers service that also accepts tokens of an external issuer, with one administrator of its own. */
final class ExternalBench implements AutoCloseable {

    static final String ADMIN_EMAIL = "admin@loomi.test";

    private final MutableClock clock = new MutableClock();
    private final IssuerDouble issuer;
    private final String database;
    private final ServiceBench service;

    ExternalBench(String name) {
        this(name, new IssuerDouble(TokenForge.create(SignatureAlgorithm.RS256)));
    }

    ExternalBench(String name, IssuerDouble issuer) {
        this.issuer = issuer;
        this.database = Backend.shared().createDatabase("customers_external_" + name);
        this.service = ServiceBench.start(
                new Customers(clock),
                Map.of(
                        "TRANSACTIONS_SERVICE_URL",
                        TransactionsDouble.shared().url(),
                        "DATABASE_URL",
                        database,
                        "OIDC_ISSUER",
                        issuer.url(),
                        "OIDC_AUDIENCE",
                        IssuerDouble.AUDIENCE,
                        "OIDC_ADMIN_ROLE",
                        "bank-admin",
                        "ADMIN_EMAIL",
                        ADMIN_EMAIL,
                        "ADMIN_PASSWORD",
                        PASSWORD));
    }

    MutableClock clock() {
        return clock;
    }

    IssuerDouble issuer() {
        return issuer;
    }

    ContractClient api() {
        return service.api();
    }

    JsonObject claims(String subject) {
        return issuer.claims(clock, subject);
    }

    String token(String subject) {
        return issuer.signed(claims(subject));
    }

    /** A token with the issuer's administrator role. */
    String adminToken(String subject) {
        JsonObject roles = new JsonObject().put("roles", new JsonArray().add("bank-admin"));
        return issuer.signed(claims(subject).put("realm_access", roles));
    }

    UUID id(String subject) {
        return new ExternalIdentity(issuer.url(), subject, Optional.empty(), Optional.empty()).userId();
    }

    Answer me(String token) {
        return api().get("/api/users/me").as(token).send();
    }

    Answer roles(Object customer, String roles, String token) {
        return api().call("PUT", "/api/users/" + customer + "/roles").as(token).json("{\"roles\": [" + roles + "]}");
    }

    Answer status(Object customer, String status, String token) {
        return api().call("PUT", "/api/users/" + customer + "/status")
                .as(token)
                .json("{\"status\": \"" + status + "\"}");
    }

    Answer register(String email) {
        return api().post("/api/users")
                .json("{\"name\": \"Ana\", \"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD));
    }

    Answer login(String email) {
        return api().post("/api/auth/login")
                .json("{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD));
    }

    /** The service's own administrator. */
    String ownAdminToken() {
        return login(ADMIN_EMAIL).json().getString("accessToken");
    }

    /** Runs a statement directly on the service's database, and returns its count. */
    long count(String statement, UUID id) {
        PgConnection connection = PgConnection.connect(service.vertx(), PgConnectOptions.fromUri(database))
                .await();
        try {
            var rows = connection.preparedQuery(statement).execute(Tuple.of(id)).await();
            return rows.size() == 0 ? rows.rowCount() : rows.iterator().next().getLong(0);
        } finally {
            connection.close().await();
        }
    }

    @Override
    public void close() {
        service.close();
        issuer.close();
    }
}
