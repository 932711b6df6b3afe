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

/** Stands in for the transactions service: closes and reopens accounts, or fails. */
final class TransactionsDouble implements AutoCloseable {

    private static final Pattern CLOSURE = Pattern.compile("/api/accounts/([^/]+)/closures/([^/]+)");

    /** A call that this double has received. */
    record Call(String method, String userId, String closureId, String token) {}

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Map<String, Object>> contents = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Consumer<HttpServerRequest> answer = this::answerNormally;
    private volatile Runnable afterClose = () -> {};

    TransactionsDouble() {
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .await();
    }

    /** For tests in which every account is empty. */
    static TransactionsDouble shared() {
        return Shared.DOUBLE;
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Puts money or pending transactions into the account of this customer. */
    void fill(String userId, String balance, String held, int pending) {
        contents.put(
                userId, Map.of("balance", new BigDecimal(balance), "held", new BigDecimal(held), "pending", pending));
    }

    void empty(String userId) {
        contents.remove(userId);
    }

    /** Answers every request in this way from now on. */
    void answers(Consumer<HttpServerRequest> other) {
        answer = other;
    }

    void recover() {
        answer = this::answerNormally;
    }

    /** Runs this after an account is closed and before the answer. */
    void afterClose(Runnable action) {
        afterClose = action;
    }

    List<Call> callsFor(String userId) {
        return calls.stream().filter(call -> call.userId().equals(userId)).toList();
    }

    private void answer(HttpServerRequest request) {
        Matcher closure = CLOSURE.matcher(request.path());
        if (closure.matches()) {
            String token = String.valueOf(request.getHeader("Authorization")).replace("Bearer ", "");
            calls.add(new Call(request.method().name(), closure.group(1), closure.group(2), token));
        }
        answer.accept(request);
    }

    private void answerNormally(HttpServerRequest request) {
        Matcher closure = CLOSURE.matcher(request.path());
        if (!closure.matches()) {
            request.response().setStatusCode(404).end();
        } else if (request.method().name().equals("PUT") && contents.containsKey(closure.group(1))) {
            refuse(request, contents.get(closure.group(1)));
        } else {
            vertx.<Void>executeBlocking(
                            () -> {
                                afterClose.run();
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
