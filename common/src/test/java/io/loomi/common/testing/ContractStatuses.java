package io.loomi.common.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.contract.Contract;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Runs a scenario for each status of each operation in a contract. */
public final class ContractStatuses {

    private static final Pattern PARAMETER = Pattern.compile("\\{[^{}]+}");

    private final Set<String> expected;
    private final List<ContractOperation> operations;
    private final Map<String, Supplier<Answer>> scenarios = new LinkedHashMap<>();

    private record ContractOperation(String operationId, String method, String path) {}

    private ContractStatuses(Set<String> expected, List<ContractOperation> operations) {
        this.expected = expected;
        this.operations = operations;
    }

    public static ContractStatuses of(Vertx vertx, String service) {
        JsonObject contract = Contract.parse(vertx.fileSystem().readFileBlocking(service + "/openapi.yaml"));
        Set<String> expected = new TreeSet<>();
        List<ContractOperation> operations = new ArrayList<>();
        contract.getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue()).forEach(method -> {
                    JsonObject operation = (JsonObject) method.getValue();
                    operations.add(new ContractOperation(
                            operation.getString("operationId"),
                            method.getKey().toUpperCase(Locale.ROOT),
                            path.getKey()));
                    operation
                            .getJsonObject("responses")
                            .fieldNames()
                            .forEach(status -> expected.add(operation.getString("operationId") + " " + status));
                }));
        return new ContractStatuses(expected, operations);
    }

    /** @param scenario sends the request that must get this status */
    public ContractStatuses on(String operationId, int status, Supplier<Answer> scenario) {
        scenarios.put(operationId + " " + status, scenario);
        return this;
    }

    /**
     * Adds a scenario for every operation.
     *
     * @param scenario sends a request with this method and path, whose parameters are random ids
     */
    public ContractStatuses onEvery(int status, BiFunction<String, String, Answer> scenario) {
        operations.forEach(operation -> on(operation.operationId(), status, () -> {
            String path = PARAMETER
                    .matcher(operation.path())
                    .replaceAll(UUID.randomUUID().toString());
            return scenario.apply(operation.method(), path);
        }));
        return this;
    }

    /** A test for each scenario, and one that every status in the contract has a scenario. */
    public Stream<DynamicTest> tests() {
        DynamicTest complete = DynamicTest.dynamicTest(
                "every status has a scenario",
                () -> assertThat(new TreeSet<>(scenarios.keySet())).isEqualTo(expected));
        return Stream.concat(
                Stream.of(complete),
                scenarios.entrySet().stream()
                        .map(scenario -> DynamicTest.dynamicTest(scenario.getKey(), () -> {
                            int expected = Integer.parseInt(scenario.getKey().split(" ")[1]);
                            AnswerAssert.assertThat(scenario.getValue().get()).hasStatus(expected);
                        })));
    }
}
