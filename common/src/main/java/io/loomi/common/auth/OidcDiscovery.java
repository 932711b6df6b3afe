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

/** Finds an issuer's keys by its discovery document (OpenID Connect Discovery 1.0), anew each time: the address may move. */
final class OidcDiscovery {

    /** Many times what the documents of the known issuers have. */
    static final int LARGEST_BYTES = 256 * 1024;

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 2;
    private static final int LONGEST_QUEUE = 8;
    private static final String DOCUMENT = "/.well-known/openid-configuration";
    private static final String TLS = "https://";

    private final HttpClient client;
    private final String issuer;

    /** @param authorities whom to believe about the issuer's certificate; those of the JDK when empty */
    OidcDiscovery(Vertx vertx, String issuer, Optional<TrustedAuthorities> authorities) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) CONNECT.toMillis())
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"));
        authorities.ifPresent(trusted -> options.setTrustOptions(trusted.options()));
        this.client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(LONGEST_QUEUE));
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
        RequestOptions options = new RequestOptions()
                .setAbsoluteURI(address)
                .putHeader("User-Agent", "loomi")
                .putHeader("Accept", "application/json");
        return client.request(options)
                .compose(request -> TimeLimit.on(body(request, address), ANSWER).onFailure(_ -> request.reset()))
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

    /** What is too large is not read to its end: whoever fails lets go of the connection. */
    private static Future<Buffer> body(HttpClientResponse response, String address) {
        Promise<Buffer> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        response.exceptionHandler(whole::tryFail);
        response.endHandler(_ -> whole.tryComplete(read));
        response.handler(chunk -> {
            if (read.length() + chunk.length() > LARGEST_BYTES) {
                whole.tryFail("more than " + LARGEST_BYTES + " bytes of " + address);
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
