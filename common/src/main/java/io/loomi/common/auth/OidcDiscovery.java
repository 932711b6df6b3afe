package io.loomi.common.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Finds an issuer's keys by its discovery document (OpenID Connect Discovery 1.0), anew each time: the address may move. */
final class OidcDiscovery {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 2;
    private static final String DOCUMENT = "/.well-known/openid-configuration";
    private static final String TLS = "https://";

    private final WebClient client;
    private final String issuer;

    OidcDiscovery(Vertx vertx, String issuer) {
        WebClientOptions options = new WebClientOptions()
                .setUserAgent("loomi")
                .setConnectTimeout((int) CONNECT.toMillis())
                .setFollowRedirects(false);
        this.client = WebClient.create(vertx, options, new PoolOptions().setHttp1MaxSize(CONNECTIONS));
        this.issuer = issuer;
    }

    /** Fails when the issuer does not answer as it must. */
    Future<List<VerificationKey>> keys() {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return get(base + DOCUMENT).map(this::addressOfKeys).compose(this::get).map(VerificationKey::ofSet);
    }

    private String addressOfKeys(JsonObject document) {
        if (!issuer.equals(document.getValue("issuer"))) {
            throw new IllegalStateException("the discovery document is another issuer's");
        }
        String address = document.getString("jwks_uri", "");
        if (issuer.startsWith(TLS) && !address.startsWith(TLS)) {
            throw new IllegalStateException("the address of the keys is not https");
        }
        return address;
    }

    private Future<JsonObject> get(String address) {
        return client.getAbs(address).timeout(ANSWER.toMillis()).send().map(response -> json(address, response));
    }

    private static JsonObject json(String address, HttpResponse<Buffer> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("status " + response.statusCode() + " of " + address);
        }
        return Objects.requireNonNull(response.bodyAsJsonObject(), "an empty answer");
    }

    Future<Void> close() {
        client.close();
        return Future.succeededFuture();
    }
}
