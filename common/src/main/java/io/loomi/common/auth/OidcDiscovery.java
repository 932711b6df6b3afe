package io.loomi.common.auth;

import io.loomi.common.async.TimeLimit;
import io.loomi.common.tls.TrustedAuthorities;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds an issuer's keys through its discovery document (OpenID Connect Discovery 1.0). It reads the document each
 * time, because the address of the keys may change.
 */
final class OidcDiscovery {

    /** Many times the size of a common issuer's documents. */
    static final int MAX_BYTES = 256 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_CONNECTIONS = 2;
    private static final int MAX_QUEUE_SIZE = 8;
    private static final String DISCOVERY_PATH = "/.well-known/openid-configuration";
    private static final String HTTPS = "https://";

    private final HttpClient client;
    private final String issuer;

    /** @param authorities who may sign the issuer's certificate; empty for the JDK's own list */
    OidcDiscovery(Vertx vertx, String issuer, Optional<TrustedAuthorities> authorities) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"));
        authorities.ifPresent(trusted -> options.setTrustOptions(trusted.options()));
        this.client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_QUEUE_SIZE));
        this.issuer = issuer;
    }

    /** Fails when the issuer does not answer, or answers with something else. */
    Future<List<VerificationKey>> keys() {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return get(base + DISCOVERY_PATH)
                .map(this::addressOfKeys)
                .compose(this::get)
                .map(VerificationKey::ofSet);
    }

    private String addressOfKeys(JsonObject document) {
        if (!issuer.equals(document.getValue("issuer"))) {
            throw new IllegalStateException("the discovery document is another issuer's");
        }
        String address = document.getString("jwks_uri", "");
        if (issuer.startsWith(HTTPS) && !address.startsWith(HTTPS)) {
            throw new IllegalStateException("the address of the keys is not https");
        }
        return address;
    }

    private Future<JsonObject> get(String address) {
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(address)
                .putHeader("User-Agent", "loomi")
                .putHeader("Accept", "application/json");
        return client.request(options)
                .compose(request ->
                        TimeLimit.on(body(request, address), REQUEST_TIMEOUT).onFailure(_ -> request.reset()))
                .map(Buffer::toJsonObject);
    }

    private static Future<Buffer> body(HttpClientRequest request, String address) {
        return request.send().compose(response -> {
            if (response.statusCode() != 200) {
                return Future.failedFuture("status " + response.statusCode() + " of " + address);
            }
            return body(response, address);
        });
    }

    /** Stops reading a body that is too large; the caller then resets the connection. */
    private static Future<Buffer> body(HttpClientResponse response, String address) {
        Promise<Buffer> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> whole.tryComplete(read));
        response.handler(chunk -> {
            if (read.length() + chunk.length() > MAX_BYTES) {
                whole.tryFail("more than " + MAX_BYTES + " bytes of " + address);
            } else {
                read.appendBuffer(chunk);
            }
        });
        return whole.future();
    }

    Future<Void> close() {
        return client.close();
    }
}
