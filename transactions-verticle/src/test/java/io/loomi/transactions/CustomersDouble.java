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
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Stands in for the customers service: publishes keys, signs tokens, and knows the status of people; or is unwell. */
public final class CustomersDouble implements AutoCloseable {

    private static final String KEYS = "/.well-known/jwks.json";
    private static final String USERS = "/api/users/";
    private static final String LOOKUP = USERS + "lookup";
    private static final String ERASURES = "/api/erasures";
    private static final String TOKEN = "/api/auth/token";
    private static final String REVOCATIONS = "/api/revocations";

    private static final int TOKEN_LIFE_SECONDS = 900;

    /** In place of a person's status: customers does not take their token any more, as it does once it has put them out. */
    private static final String TURNED_AWAY = "turned away";

    /** How it answers. */
    public enum Mood {
        WELL,
        /** It answers 500 to everything. */
        FAILING,
        /** It cuts every connection. */
        DOWN,
        /** It never answers. */
        SILENT
    }

    /** What it was asked, header names in lower case. */
    public record Call(String path, Map<String, String> headers) {}

    private final Vertx vertx = Vertx.vertx();
    private final List<TokenForge> forges = new CopyOnWriteArrayList<>();
    private final Map<UUID, String> people = new ConcurrentHashMap<>();
    private final Map<String, UUID> addresses = new ConcurrentHashMap<>();
    private final Set<String> services = ConcurrentHashMap.newKeySet();
    private final RevocationFeed revocations = new RevocationFeed();
    private final List<UUID> erased = new CopyOnWriteArrayList<>();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
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

    /** From now on tokens are signed with a new key; the earlier ones stay published. */
    public void rotateKeys() {
        forges.addFirst(TokenForge.create());
    }

    /** From now on only a new key is published, and signs. */
    public void replaceKeys() {
        forges.clear();
        rotateKeys();
    }

    public void feel(Mood next) {
        mood = next;
    }

    /** From now on the tokens of services that it has given out are good for nothing. */
    public void withdrawServiceTokens() {
        services.clear();
    }

    /** Somebody has this e-mail address. */
    public void address(UUID person, String email) {
        addresses.put(email, person);
    }

    /** Someone new, who is active. */
    public UUID register() {
        UUID person = UUID.randomUUID();
        people.put(person, "active");
        return person;
    }

    public void set(UUID person, String status) {
        people.put(person, status);
    }

    /** They have left the bank. */
    public void erase(UUID person) {
        set(person, "deleted");
        erased.add(person);
    }

    /** The forge whose key is published and signs. */
    public TokenForge forge() {
        return forges.getFirst();
    }

    public void forget(UUID person) {
        people.remove(person);
    }

    /** A token as customers issues it, signed with the newest key. */
    public String token(UUID person, String... permissions) {
        return forges.getFirst().token(clock, person, permissions);
    }

    /** What it tells of who was put out. */
    public RevocationFeed revocations() {
        return revocations;
    }

    /** From now on its feed tells of this. */
    public void revoke(Revocation revocation) {
        revocations.add(revocation);
    }

    /** The session of one of its tokens. */
    public static UUID sessionOf(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", 3)[1]);
        return UUID.fromString(new JsonObject(Buffer.buffer(claims)).getString("sid"));
    }

    public List<Call> callsAbout(UUID person) {
        return calls.stream().filter(call -> call.path().equals(USERS + person)).toList();
    }

    /**
     * The different tokens that recipients were looked up with. The service's other event loop has its own, for rounds of work that
     * nobody asked for: those who count must not see it.
     */
    public Set<String> tokensOfLookups() {
        return calls.stream()
                .filter(call -> call.path().equals(LOOKUP))
                .map(call -> call.headers().getOrDefault("authorization", "none"))
                .collect(Collectors.toSet());
    }

    public long readingsOfKeys() {
        return calls.stream().filter(call -> call.path().equals(KEYS)).count();
    }

    private void answer(HttpServerRequest request) {
        Map<String, String> headers = new ConcurrentHashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
        calls.add(new Call(request.path(), headers));
        switch (mood) {
            case WELL -> answerWell(request);
            case FAILING -> request.response().setStatusCode(500).end();
            case DOWN -> request.connection().close();
            case SILENT -> {
                // the caller's patience ends it
            }
        }
    }

    private void answerWell(HttpServerRequest request) {
        String path = request.path();
        if (path.equals(KEYS)) {
            JsonArray keys =
                    new JsonArray(forges.stream().map(TokenForge::publicKey).toList());
            json(request, 200, new JsonObject().put("keys", keys));
        } else if (path.equals(TOKEN)) {
            String token = UUID.randomUUID().toString();
            services.add("Bearer " + token);
            json(request, 200, new JsonObject().put("accessToken", token).put("expiresIn", TOKEN_LIFE_SECONDS));
        } else if (path.equals(REVOCATIONS)) {
            tellRevocations(request);
        } else if (path.equals(ERASURES)) {
            listErasures(request);
        } else if (path.equals(LOOKUP)) {
            lookUp(request);
        } else if (path.startsWith(USERS)) {
            String status = people.get(UUID.fromString(path.substring(USERS.length())));
            int code = status == null ? 404 : status.equals(TURNED_AWAY) ? 401 : 200;
            json(request, code, new JsonObject().put("status", status));
        } else {
            json(request, 200, new JsonObject().put("status", "up"));
        }
    }

    private void tellRevocations(HttpServerRequest request) {
        int status = !services.contains(request.getHeader("Authorization")) ? 401 : revocations.status();
        json(request, status, status == 200 ? revocations.page(clock) : new JsonObject());
    }

    /** Two at a time. */
    private void listErasures(HttpServerRequest request) {
        if (!services.contains(request.getHeader("Authorization"))) {
            json(request, 401, new JsonObject());
            return;
        }
        int after = Integer.parseInt(request.getParam("after"));
        JsonArray found = new JsonArray();
        for (int position = after + 1; position <= Math.min(erased.size(), after + 2); position++) {
            found.add(new JsonObject()
                    .put("position", position)
                    .put("userId", erased.get(position - 1).toString())
                    .put("erasedAt", clock.instant().toString()));
        }
        json(request, 200, new JsonObject().put("data", found).put("hasMore", erased.size() > after + 2));
    }

    private void lookUp(HttpServerRequest request) {
        if (!services.contains(request.getHeader("Authorization"))) {
            json(request, 401, new JsonObject());
            return;
        }
        String email = request.getParam("email");
        UUID person = email == null ? UUID.fromString(request.getParam("id")) : addresses.get(email);
        String known = person == null ? null : people.get(person);
        String status = "deleted".equals(known) ? null : known; // nobody can be found who has left
        json(
                request,
                status == null ? 404 : 200,
                new JsonObject().put("id", String.valueOf(person)).put("status", status));
    }

    private static void json(HttpServerRequest request, int status, JsonObject body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body.toBuffer());
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
