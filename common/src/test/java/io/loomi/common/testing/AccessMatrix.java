package io.loomi.common.testing;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.contract.Contract;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Every operation of a contract, asked by every kind of caller. The contract only tells which operations there are: who may ask is
 * written by hand in the test's table, as the server obeys the contract, and one that lets in too many must fail.
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

    /** Anybody, with a token or without. */
    public static final Set<Who> EVERYBODY = EnumSet.allOf(Who.class);

    /** Whoever has signed in. */
    public static final Set<Who> PEOPLE = EnumSet.of(Who.OWNER, Who.ANOTHER, Who.ADMINISTRATOR);

    private record Row<P>(Set<Who> may, int allowed, Function<P, Request> request, Map<Who, Integer> refused) {}

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

    /** An operation about whoever asks: who may gets this status. */
    public AccessMatrix<P> own(String operationId, Set<Who> may, int allowed, String path, String body) {
        return named(operationId, may, allowed, _ -> new Request(path, body), Map.of());
    }

    /**
     * An operation about what belongs to the owner.
     *
     * @param may who has its permission; anybody else is refused for want of a token or of the permission
     * @param refused the status for those who have its permission and still are not its owner
     */
    public AccessMatrix<P> named(
            String operationId, Set<Who> may, int allowed, Function<P, Request> request, Map<Who, Integer> refused) {
        rows.put(operationId, new Row<>(may, allowed, request, refused));
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
            boolean isOpen = asksForNoToken(operation);
            boolean saysWhy = !operation.getString("x-public", "").isBlank();
            if (!operation.containsKey("security") || isOpen != saysWhy) {
                found.add(id);
            }
        });
        return found;
    }

    private static boolean asksForNoToken(JsonObject operation) {
        return operation.getJsonArray("security", new JsonArray()).stream()
                .noneMatch(entry -> ((JsonObject) entry).containsKey("bearer"));
    }

    private void check(String id, Who who) {
        JsonObject operation = operations.get(id);
        Row<P> row = rows.get(id);
        P owner = newPerson.get();
        String token = who == Who.NOBODY ? null : tokens.get(who).apply(owner);
        Answer answer = ask(operation.getString("method"), row.request().apply(owner), token);
        if (row.may().contains(who)) {
            assertThat(answer).hasStatus(row.refused().getOrDefault(who, row.allowed()));
        } else if (token == null) {
            assertThat(answer).isProblem(401, "missing-token");
        } else {
            assertThat(answer).isProblem(403, "missing-permission");
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
}
