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
 * Tests every operation of a contract with every kind of caller. The list of operations comes from the contract, but
 * the permitted callers are written by hand in the test's table. The server obeys the contract, so only an independent
 * table detects a contract that permits too much.
 *
 * @param <P> a customer of the service's tests
 */
public final class AccessMatrix<P> {

    /** The caller. The request is always about the owner's data. */
    public enum Who {
        NOBODY,
        OWNER,
        ANOTHER,
        ADMINISTRATOR,
        SERVICE
    }

    /** @param body null for none; a form if it does not begin with a brace */
    public record Request(String path, String body) {}

    /** All callers, with a token or without. */
    public static final Set<Who> EVERYBODY = EnumSet.allOf(Who.class);

    /** Signed-in customers. */
    public static final Set<Who> CUSTOMERS = EnumSet.of(Who.OWNER, Who.ANOTHER, Who.ADMINISTRATOR);

    private record Row<P>(Set<Who> may, int allowed, Function<P, Request> request, Map<Who, Integer> refused) {}

    private final ContractClient api;
    private final Map<String, JsonObject> operations;
    private final Supplier<P> newCustomer;
    private final Map<Who, Function<P, String>> tokens = new EnumMap<>(Who.class);
    private final Map<String, Row<P>> rows = new LinkedHashMap<>();

    public AccessMatrix(ContractClient api, String service, Supplier<P> newCustomer) {
        this.api = api;
        this.operations = operations(service);
        this.newCustomer = newCustomer;
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

    /** @param token returns a token of this kind of caller, given the owner */
    public AccessMatrix<P> caller(Who who, Function<P, String> token) {
        tokens.put(who, token);
        return this;
    }

    /** An operation about the caller's own data: each permitted caller gets this status. */
    public AccessMatrix<P> own(String operationId, Set<Who> may, int allowed, String path, String body) {
        return named(operationId, may, allowed, _ -> new Request(path, body), Map.of());
    }

    /**
     * An operation about the owner's data.
     *
     * @param may the callers with the permission; all others are refused, because they lack the permission or a token
     * @param refused the status for callers who have the permission but are not the owner
     */
    public AccessMatrix<P> named(
            String operationId, Set<Who> may, int allowed, Function<P, Request> request, Map<Who, Integer> refused) {
        rows.put(operationId, new Row<>(may, allowed, request, refused));
        return this;
    }

    public Stream<DynamicTest> tests() {
        Stream<DynamicTest> completeness = Stream.of(
                DynamicTest.dynamicTest(
                        "every operation is in the table",
                        () -> assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(operations.keySet())),
                DynamicTest.dynamicTest(
                        "every operation declares its security",
                        () -> assertThat(undeclared()).isEmpty()));
        return Stream.concat(
                completeness,
                rows.keySet().stream()
                        .flatMap(id -> Arrays.stream(Who.values())
                                .map(who -> DynamicTest.dynamicTest(id + " by " + who, () -> check(id, who)))));
    }

    /** The operations without {@code security}, and the open ones without {@code x-public}, which gives the reason. */
    private List<String> undeclared() {
        List<String> found = new ArrayList<>();
        operations.forEach((id, operation) -> {
            boolean isOpen = needsNoToken(operation);
            boolean hasReason = !operation.getString("x-public", "").isBlank();
            if (!operation.containsKey("security") || isOpen != hasReason) {
                found.add(id);
            }
        });
        return found;
    }

    private static boolean needsNoToken(JsonObject operation) {
        return operation.getJsonArray("security", new JsonArray()).stream()
                .noneMatch(entry -> ((JsonObject) entry).containsKey("bearer"));
    }

    private void check(String id, Who who) {
        JsonObject operation = operations.get(id);
        Row<P> row = rows.get(id);
        P owner = newCustomer.get();
        String token = who == Who.NOBODY ? null : tokens.get(who).apply(owner);
        Answer answer = send(operation.getString("method"), row.request().apply(owner), token);
        if (row.may().contains(who)) {
            assertThat(answer).hasStatus(row.refused().getOrDefault(who, row.allowed()));
        } else if (token == null) {
            assertThat(answer).isProblem(401, "missing-token");
        } else {
            assertThat(answer).isProblem(403, "missing-permission");
        }
    }

    private Answer send(String method, Request request, String token) {
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
