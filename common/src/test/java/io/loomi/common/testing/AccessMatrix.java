package io.loomi.common.testing;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.contract.Contract;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every operation of a contract, asked by every kind of caller. What must happen follows from the operation's {@code security}
 * and from what its caller's token permits; whose things it is about is the only thing that a test adds.
 *
 * @param <P> a person of the service's tests
 */
public final class AccessMatrix<P> {

    /** Who asks; what is asked for is always the owner's. */
    public enum Who {
        NOBODY,
        OWNER,
        ANOTHER,
        ADMINISTRATOR,
        SERVICE
    }

    /** @param body null for none; a form where it does not begin with a brace */
    public record Request(String path, String body) {}

    private record Row<P>(int allowed, Function<P, Request> request, Map<Who, Integer> refused) {}

    private final ContractClient api;
    private final Map<String, JsonObject> operations;
    private final Supplier<P> newPerson;
    private final Map<Who, Function<P, String>> tokens = new EnumMap<>(Who.class);
    private final Map<String, Row<P>> rows = new LinkedHashMap<>();

    public AccessMatrix(ContractClient api, String service, Supplier<P> newPerson) {
        this.api = api;
        this.operations = operations(service);
        this.newPerson = newPerson;
    }

    private static Map<String, JsonObject> operations(String service) {
        Vertx vertx = Vertx.vertx();
        JsonObject contract = Contract.parse(vertx.fileSystem().readFileBlocking(service + "/openapi.yaml"));
        vertx.close().await();
        Map<String, JsonObject> operations = new TreeMap<>();
        contract.getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue())
                        .forEach(method -> operations.put(
                                ((JsonObject) method.getValue()).getString("operationId"),
                                ((JsonObject) method.getValue())
                                        .copy()
                                        .put("method", method.getKey().toUpperCase(Locale.ROOT)))));
        return operations;
    }

    /** @param token of this kind of caller, given the owner */
    public AccessMatrix<P> caller(Who who, Function<P, String> token) {
        tokens.put(who, token);
        return this;
    }

    /** An operation about whoever asks: every caller with its permission gets this status. */
    public AccessMatrix<P> own(String operationId, int allowed, String path, String body) {
        return named(operationId, allowed, _ -> new Request(path, body), Map.of());
    }

    /**
     * An operation about what belongs to the owner.
     *
     * @param refused the status for those who have its permission and still are not its owner
     */
    public AccessMatrix<P> named(
            String operationId, int allowed, Function<P, Request> request, Map<Who, Integer> refused) {
        rows.put(operationId, new Row<>(allowed, request, refused));
        return this;
    }

    public Stream<DynamicTest> tests() {
        Stream<DynamicTest> whole = Stream.of(
                DynamicTest.dynamicTest(
                        "every operation is in the table",
                        () -> assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(operations.keySet())),
                DynamicTest.dynamicTest(
                        "every operation says who may ask",
                        () -> assertThat(undeclared()).isEmpty()));
        return Stream.concat(
                whole,
                rows.keySet().stream()
                        .flatMap(id -> Arrays.stream(Who.values())
                                .map(who -> DynamicTest.dynamicTest(id + " by " + who, () -> check(id, who)))));
    }

    /** Without a permission only on purpose: {@code x-public} says why. */
    private List<String> undeclared() {
        List<String> found = new ArrayList<>();
        operations.forEach((id, operation) -> {
            boolean isOpen = alternatives(operation).isEmpty();
            boolean saysWhy = !operation.getString("x-public", "").isBlank();
            if (!operation.containsKey("security") || isOpen != saysWhy) {
                found.add(id);
            }
        });
        return found;
    }

    private static List<List<String>> alternatives(JsonObject operation) {
        List<List<String>> alternatives = new ArrayList<>();
        for (Object entry : operation.getJsonArray("security", new JsonArray())) {
            JsonArray scopes = ((JsonObject) entry).getJsonArray("bearer");
            if (scopes != null) {
                alternatives.add(scopes.stream().map(String::valueOf).toList());
            }
        }
        return alternatives;
    }

    private void check(String id, Who who) {
        JsonObject operation = operations.get(id);
        Row<P> row = rows.get(id);
        P owner = newPerson.get();
        String token = who == Who.NOBODY ? null : tokens.get(who).apply(owner);
        Answer answer = ask(operation.getString("method"), row.request().apply(owner), token);
        List<List<String>> alternatives = alternatives(operation);
        if (alternatives.isEmpty()) {
            assertThat(answer).hasStatus(row.allowed());
        } else if (token == null) {
            assertThat(answer).isProblem(401, "missing-token");
        } else if (alternatives.stream().noneMatch(permissionsOf(token)::containsAll)) {
            assertThat(answer).isProblem(403, "missing-permission");
        } else {
            assertThat(answer).hasStatus(row.refused().getOrDefault(who, row.allowed()));
        }
    }

    private Answer ask(String method, Request request, String token) {
        ContractClient.Call call = api.call(method, request.path());
        if (token != null) {
            call.as(token);
        }
        if (request.body() == null) {
            return call.send();
        }
        return request.body().startsWith("{") ? call.json(request.body()) : call.form(request.body());
    }

    private static List<String> permissionsOf(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return new JsonObject(io.vertx.core.buffer.Buffer.buffer(claims))
                .getJsonArray("permissions").stream().map(String::valueOf).toList();
    }
}
