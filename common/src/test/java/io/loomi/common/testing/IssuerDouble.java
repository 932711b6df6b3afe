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

/** Stands in for an OpenID Connect issuer: a discovery document, keys, and tokens signed with them; or is down. */
public final class IssuerDouble implements AutoCloseable {

    public static final String AUDIENCE = "bank";
    private static final long LIFE_SECONDS = 300;

    private final Vertx vertx = Vertx.vertx();
    private final List<TokenForge> forges;
    private final AtomicInteger asked = new AtomicInteger();
    private final HttpServer server;
    private volatile String name;
    private volatile boolean down;

    public IssuerDouble(TokenForge... forges) {
        this.forges = new CopyOnWriteArrayList<>(forges);
        this.server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await();
        this.name = url();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort() + "/realms/bank";
    }

    public String keysUrl() {
        return url() + "/keys";
    }

    /** How often it was called. */
    public int asked() {
        return asked.get();
    }

    /** From now on its discovery document says that it is somebody else. */
    public void callItself(String another) {
        name = another;
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

    /** What it says of somebody in an access token. */
    public JsonObject claims(Clock clock, String subject) {
        long now = clock.instant().getEpochSecond();
        return new JsonObject()
                .put("iss", url())
                .put("aud", new JsonArray().add(AUDIENCE).add("account"))
                .put("sub", subject)
                .put("typ", "Bearer")
                .put("iat", now)
                .put("exp", now + LIFE_SECONDS)
                .put("name", "Clara Dias")
                .put("email", subject + "@issuer.example")
                .put("email_verified", true);
    }

    /** With the header that most issuers use. */
    public String signed(JsonObject claims) {
        return forge().signed(forge().header().put("typ", "JWT"), claims);
    }

    private void answer(HttpServerRequest request) {
        asked.incrementAndGet();
        if (down) {
            request.response().setStatusCode(503).end();
        } else if (request.path().endsWith("/.well-known/openid-configuration")) {
            json(request, new JsonObject().put("issuer", name).put("jwks_uri", keysUrl()));
        } else {
            JsonArray keys =
                    new JsonArray(forges.stream().map(TokenForge::publicKey).toList());
            // beside those for signatures, as Keycloak has it
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
