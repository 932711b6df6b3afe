package io.loomi.common.testing;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A test double of an external issuer: a discovery document, keys, and tokens signed with them. It can be down. */
public final class IssuerDouble implements AutoCloseable {

    public static final String AUDIENCE = "bank";
    private static final long LIFETIME_SECONDS = 300;

    private final Vertx vertx = Vertx.vertx();
    private final List<TokenForge> forges;
    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;
    private volatile String issuer;
    private volatile boolean down;

    public IssuerDouble(TokenForge... forges) {
        this.forges = new CopyOnWriteArrayList<>(forges);
        this.server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await();
        this.issuer = url();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/realms/bank";
    }

    public String keysUrl() {
        return url() + "/keys";
    }

    /** The number of requests. */
    public int requests() {
        return requests.get();
    }

    /** Makes the discovery document name another issuer. */
    public void setIssuer(String next) {
        issuer = next;
    }

    public void goDown() {
        down = true;
    }

    public void comeBack() {
        down = false;
    }

    public TokenForge forge() {
        return forges.getFirst();
    }

    public void rotateKeys(TokenForge next) {
        forges.addFirst(next);
    }

    /** The claims of an access token for this subject. */
    public JsonObject claims(Clock clock, String subject) {
        long now = clock.instant().getEpochSecond();
        return new JsonObject()
                .put("iss", url())
                .put("aud", new JsonArray().add(AUDIENCE).add("account"))
                .put("sub", subject)
                .put("typ", "Bearer")
                .put("iat", now)
                .put("exp", now + LIFETIME_SECONDS)
                .put("name", "Clara Dias")
                .put("email", subject + "@issuer.example")
                .put("email_verified", true);
    }

    /** Signs with the header that most issuers use. */
    public String signed(JsonObject claims) {
        return forge().signed(forge().header().put("typ", "JWT"), claims);
    }

    private void answer(HttpServerRequest request) {
        requests.incrementAndGet();
        if (down) {
            request.response().setStatusCode(503).end();
        } else if (request.path().endsWith("/.well-known/openid-configuration")) {
            json(request, new JsonObject().put("issuer", issuer).put("jwks_uri", keysUrl()));
        } else {
            JsonArray keys = new JsonArray();
            forges.forEach(forge -> keys.add(forge.publicKey()));
            // an encryption key next to the signature keys, as Keycloak publishes it
            keys.add(
                    new JsonObject().put("kid", "for-secrets").put("kty", "RSA").put("use", "enc"));
            json(request, new JsonObject().put("keys", keys));
        }
    }

    private static void json(HttpServerRequest request, JsonObject body) {
        request.response().putHeader("Content-Type", "application/json").end(body.toBuffer());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
