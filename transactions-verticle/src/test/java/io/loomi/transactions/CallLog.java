package io.loomi.transactions;

import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** What the double was asked. */
public final class CallLog {

    /** One question, its header names in lower case. */
    public record Call(String path, Map<String, String> headers) {}

    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

    void add(HttpServerRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        calls.add(new Call(request.path(), headers));
    }

    public List<Call> about(UUID person) {
        return calls.stream()
                .filter(call -> call.path().equals(CustomersDouble.USERS + person))
                .toList();
    }

    /**
     * The different tokens that recipients were looked up with. The service's other event loop has its own, for rounds of work that
     * nobody asked for: those who count must not see it.
     */
    public Set<String> tokensOfLookups() {
        return calls.stream()
                .filter(call -> call.path().equals(CustomersDouble.LOOKUP))
                .map(call -> call.headers().getOrDefault("authorization", "none"))
                .collect(Collectors.toSet());
    }

    public long readingsOfKeys() {
        return calls.stream()
                .filter(call -> call.path().equals(CustomersDouble.KEYS))
                .count();
    }
}
