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

/** Records the requests to the double. */
public final class CallLog {

    /** A request, with its header names in lower case. */
    public record Call(String path, Map<String, String> headers) {}

    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

    void add(HttpServerRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        calls.add(new Call(request.path(), headers));
    }

    public List<Call> about(UUID customer) {
        return calls.stream()
                .filter(call -> call.path().equals(CustomersDouble.USERS + customer))
                .toList();
    }

    /**
     * The distinct tokens of recipient lookups. Other paths are ignored, because background tasks on the service's
     * other event loop use another token.
     */
    public Set<String> tokensOfLookups() {
        return calls.stream()
                .filter(call -> call.path().equals(CustomersDouble.LOOKUP))
                .map(call -> call.headers().getOrDefault("authorization", "none"))
                .collect(Collectors.toSet());
    }

    public long keyRequests() {
        return calls.stream()
                .filter(call -> call.path().equals(CustomersDouble.KEYS))
                .count();
    }
}
