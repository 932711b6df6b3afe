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
 * Holds answers against a contract: a status, a header or a body that the contract does not describe fails the test.
 *
 * <p>vertx-openapi validates JSON only under the name application/json, so problem documents pass under it here, and so does
 * what is sent as a form; what is CSV passes as octets.
 */
final class AnswerCheck {

    private static final String PROBLEM = "application/problem+json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";
    private static final String OCTETS = "application/octet-stream";

    /** Its own, as the answer to check may be the last of a service that stops. */
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
        // it is held against OpenAPI's own schemas here, as no service does that when it starts
        OpenAPIContract contract = OpenAPIContract.from(VERTX, model).await();
        return new AnswerCheck(contract, ResponseValidator.create(VERTX, contract));
    }

    void check(String method, String path, Answer answer) {
        Operation operation = contract.findOperation(path, HttpMethod.valueOf(method));
        if (operation == null || isOfAGateway(answer)) {
            return; // health, metrics, docs, unknown paths and what a gateway says itself are not part of the contract
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
        // vertx-openapi reads a quote in a header as the beginning of JSON
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
