package io.loomi.customers;

import io.loomi.common.parsing.StrictJson;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stands in for the transactions service: closes accounts and opens them again; or is unwell. */
final class TransactionsDouble implements AutoCloseable {

    private static final Pattern CLOSURE = Pattern.compile("/api/accounts/([^/]+)/closures/([^/]+)");

    /** One question that it was asked. */
    record Asked(String method, String userId, String closureId, String token) {}

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Map<String, Object>> contents = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Consumer<HttpServerRequest> answer = this::answerWell;
    private volatile Runnable onceClosed = () -> {};

    TransactionsDouble() {
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await();
    }

    /** For everybody whose account is empty. */
    static TransactionsDouble shared() {
        return Shared.DOUBLE;
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** There is something in the account of this person. */
    void fill(String userId, String balance, String held, int pending) {
        contents.put(
                userId, Map.of("balance", new BigDecimal(balance), "held", new BigDecimal(held), "pending", pending));
    }

    void empty(String userId) {
        contents.remove(userId);
    }

    /** From now on it answers this to everything. */
    void answers(Consumer<HttpServerRequest> other) {
        answer = other;
    }

    void answersWell() {
        answer = this::answerWell;
    }

    /** Happens after an account is closed, before that is answered. */
    void onceClosed(Runnable happening) {
        onceClosed = happening;
    }

    List<Asked> askedAbout(String userId) {
        return asked.stream().filter(one -> one.userId().equals(userId)).toList();
    }

    private void answer(HttpServerRequest request) {
        Matcher closure = CLOSURE.matcher(request.path());
        if (closure.matches()) {
            String token = String.valueOf(request.getHeader("Authorization")).replace("Bearer ", "");
            asked.add(new Asked(request.method().name(), closure.group(1), closure.group(2), token));
        }
        answer.accept(request);
    }

    private void answerWell(HttpServerRequest request) {
        Matcher closure = CLOSURE.matcher(request.path());
        if (!closure.matches()) {
            request.response().setStatusCode(404).end();
        } else if (request.method().name().equals("PUT") && contents.containsKey(closure.group(1))) {
            refuse(request, contents.get(closure.group(1)));
        } else {
            vertx.<Void>executeBlocking(
                            () -> {
                                onceClosed.run();
                                return null;
                            },
                            false)
                    .onComplete(_ -> request.response().setStatusCode(204).end());
        }
    }

    private static void refuse(HttpServerRequest request, Map<String, Object> content) {
        Map<String, Object> problem = new LinkedHashMap<>(content);
        problem.put("type", "urn:loomi:problem:account-not-empty");
        request.response()
                .setStatusCode(409)
                .putHeader("Content-Type", "application/problem+json")
                .end(StrictJson.write(problem));
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    private static final class Shared {
        private static final TransactionsDouble DOUBLE = new TransactionsDouble();
    }
}
