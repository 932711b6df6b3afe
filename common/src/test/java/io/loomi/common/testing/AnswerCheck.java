package io.loomi.common.testing;

import io.loomi.common.contract.Contract;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks responses against a contract. A status, a header or a body that the contract does not describe fails the test.
 *
 * <p>vertx-openapi validates JSON only as application/json. So problems and forms are checked under that name, and CSV
 * as bytes.
 */
final class AnswerCheck {

    private static final String PROBLEM = "application/problem+json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";
    private static final String OCTETS = "application/octet-stream";

    /** A separate Vert.x, because the response may be the last of a service that stops. */
    private static final Vertx VERTX = Vertx.vertx();

    private final OpenAPIContract contract;
    private final ResponseValidator validator;

    private AnswerCheck(OpenAPIContract contract, ResponseValidator validator) {
        this.contract = contract;
        this.validator = validator;
    }

    static AnswerCheck load(String service) {
        String text =
                VERTX.fileSystem().readFileBlocking(service + "/openapi.yaml").toString();
        JsonObject model = Contract.parse(
                Buffer.buffer(text.replace(PROBLEM, JSON).replace(FORM, JSON).replace(CSV, OCTETS)));
        // validated against OpenAPI's own schemas here, because services skip that at start
        OpenAPIContract contract = OpenAPIContract.from(VERTX, model).await();
        return new AnswerCheck(contract, ResponseValidator.create(VERTX, contract));
    }

    void check(String method, String path, Answer answer) {
        Operation operation = contract.findOperation(path, HttpMethod.valueOf(method));
        if (operation == null || isOfAGateway(answer)) {
            return; // health, metrics, docs, unknown paths and the gateway's own responses are not in the contract
        }
        try {
            validator.validate(validatable(answer), operation.getOperationId()).await();
        } catch (Exception violation) {
            throw new AssertionError(
                    "%s %s: the answer %d %s %s breaks the contract: %s"
                            .formatted(
                                    method,
                                    path,
                                    answer.status(),
                                    answer.headers().map(),
                                    answer.body(),
                                    violation.getMessage()),
                    violation);
        }
    }

    private static boolean isOfAGateway(Answer answer) {
        return answer.body().contains("urn:loomi:problem:bad-gateway")
                || answer.body().contains("urn:loomi:problem:gateway-timeout");
    }

    private static ValidatableResponse validatable(Answer answer) {
        Map<String, String> headers = new HashMap<>();
        // vertx-openapi parses a header with a quote as JSON
        answer.headers()
                .map()
                .forEach((name, values) -> headers.put(name, values.getFirst().replace('"', '\'')));
        String type = answer.headers()
                .firstValue("Content-Type")
                .orElse("")
                .replace(PROBLEM, JSON)
                .replaceFirst("^text/csv.*", OCTETS);
        return answer.body().isEmpty()
                ? ValidatableResponse.create(answer.status(), headers)
                : ValidatableResponse.create(answer.status(), headers, Buffer.buffer(answer.body()), type);
    }
}
