package io.loomi.transactions;

import io.loomi.common.revocations.Revocation;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A double of the customers service. It publishes keys, signs tokens and answers lookups, and it can simulate failures.
 */
public final class CustomersDouble implements AutoCloseable {

    static final String KEYS = "/.well-known/jwks.json";
    static final String USERS = "/api/users/";
    static final String LOOKUP = USERS + "lookup";
    private static final String ERASURES = "/api/erasures";
    private static final String TOKEN = "/api/auth/token";
    private static final String REVOCATIONS = "/api/revocations";

    private static final int TOKEN_LIFETIME_SECONDS = 900;

    /** How the double responds. */
    public enum Mood {
        WELL,
        /** Responds 500 to everything. */
        FAILING,
        /** Closes every connection. */
        DOWN,
        /** Never responds. */
        SILENT,
        /** Responds 404 to every lookup, as another server at the same address does. */
        REPLACED
    }

    private final Vertx vertx = Vertx.vertx();
    private final List<TokenForge> forges = new CopyOnWriteArrayList<>();
    private final CustomerDirectory directory = new CustomerDirectory();
    private final Set<String> services = ConcurrentHashMap.newKeySet();
    private final RevocationFeed revocations = new RevocationFeed();
    private final ErasureFeed erasures = new ErasureFeed();
    private final CallLog calls = new CallLog();
    private final Clock clock;
    private final HttpServer server;
    private volatile Mood mood = Mood.WELL;

    public CustomersDouble(Clock clock) {
        this.clock = clock;
        rotateKeys();
        this.server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    /** Signs with a new key from now on; the old keys stay published. */
    public void rotateKeys() {
        forges.addFirst(TokenForge.create());
    }

    /** Signs with a new key and publishes only this one from now on. */
    public void replaceKeys() {
        forges.clear();
        rotateKeys();
    }

    public void setMood(Mood next) {
        mood = next;
    }

    /** Rejects all service tokens that it has issued. */
    public void withdrawServiceTokens() {
        services.clear();
    }

    /** Gives a customer this e-mail address. */
    public void address(UUID customer, String email) {
        directory.address(customer, email);
    }

    /** Registers a new, active customer. */
    public UUID register() {
        UUID customer = UUID.randomUUID();
        set(customer, "active");
        return customer;
    }

    public void set(UUID customer, String status) {
        directory.set(customer, status);
    }

    /** Deletes a customer and lists the erasure. */
    public void erase(UUID customer) {
        set(customer, "deleted");
        erasures.add(customer);
    }

    /** The forge that signs now. */
    public TokenForge forge() {
        return forges.getFirst();
    }

    public void remove(UUID customer) {
        directory.remove(customer);
    }

    /** A token as customers issues it, signed with the newest key. */
    public String token(UUID customer, String... permissions) {
        return forges.getFirst().token(clock, customer, permissions);
    }

    /** The feed of revocations. */
    public RevocationFeed revocations() {
        return revocations;
    }

    /** Adds a revocation to the feed. */
    public void revoke(Revocation revocation) {
        revocations.add(revocation);
    }

    /** The session id in a token. */
    public static UUID sessionOf(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", 3)[1]);
        return UUID.fromString(new JsonObject(Buffer.buffer(claims)).getString("sid"));
    }

    /** The requests received. */
    public CallLog calls() {
        return calls;
    }

    private void answer(HttpServerRequest request) {
        calls.add(request);
        switch (mood) {
            case WELL -> answerNormally(request);
            case REPLACED -> answerReplaced(request);
            case FAILING -> request.response().setStatusCode(500).end();
            case DOWN -> request.connection().close();
            case SILENT -> {
                // the caller times out
            }
        }
    }

    private void answerReplaced(HttpServerRequest request) {
        if (request.path().startsWith(USERS)) {
            request.response().setStatusCode(404).end("<html>404 Not Found</html>");
        } else {
            answerNormally(request);
        }
    }

    private void answerNormally(HttpServerRequest request) {
        String path = request.path();
        if (path.equals(KEYS)) {
            JsonArray keys =
                    new JsonArray(forges.stream().map(TokenForge::publicKey).toList());
            CustomersAnswers.json(request, 200, new JsonObject().put("keys", keys));
        } else if (path.equals(TOKEN)) {
            String token = UUID.randomUUID().toString();
            services.add("Bearer " + token);
            CustomersAnswers.json(
                    request, 200, new JsonObject().put("accessToken", token).put("expiresIn", TOKEN_LIFETIME_SECONDS));
        } else if (path.equals(REVOCATIONS)) {
            answerService(request, this::listRevocations);
        } else if (path.equals(ERASURES)) {
            answerService(request, this::listErasures);
        } else if (path.equals(LOOKUP)) {
            answerService(request, this::lookUp);
        } else if (path.startsWith(USERS)) {
            UUID customer = UUID.fromString(path.substring(USERS.length()));
            int code = directory.codeFor(customer);
            String status = directory.statusOf(customer).orElse(null);
            CustomersAnswers.jsonOrRefuse(request, code, new JsonObject().put("status", status));
        } else {
            CustomersAnswers.json(request, 200, new JsonObject().put("status", "up"));
        }
    }

    /** Responds to requests with a valid service token only. */
    private void answerService(HttpServerRequest request, Consumer<HttpServerRequest> answer) {
        if (services.contains(request.getHeader("Authorization"))) {
            answer.accept(request);
        } else {
            CustomersAnswers.refuse(request, 401);
        }
    }

    private void listRevocations(HttpServerRequest request) {
        int status = revocations.status();
        CustomersAnswers.json(request, status, status == 200 ? revocations.page(clock) : new JsonObject());
    }

    private void listErasures(HttpServerRequest request) {
        CustomersAnswers.json(request, 200, erasures.page(Integer.parseInt(request.getParam("after")), clock));
    }

    private void lookUp(HttpServerRequest request) {
        String email = request.getParam("email");
        Optional<UUID> customer =
                email == null ? Optional.of(UUID.fromString(request.getParam("id"))) : directory.withAddress(email);
        Optional<String> status = customer.flatMap(directory::statusOf)
                .filter(one -> !one.equals("deleted")); // lookups do not find deleted customers
        CustomersAnswers.jsonOrRefuse(
                request,
                status.isPresent() ? 200 : 404,
                new JsonObject()
                        .put("id", customer.map(UUID::toString).orElse("null"))
                        .put("status", status.orElse(null)));
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
