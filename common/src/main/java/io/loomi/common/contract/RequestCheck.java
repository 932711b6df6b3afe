package io.loomi.common.contract;

import io.loomi.common.errors.Failure;
import io.loomi.common.errors.Violation;
import io.loomi.common.parsing.MalformedForm;
import io.loomi.common.parsing.MalformedJson;
import io.loomi.common.parsing.QueryString;
import io.loomi.common.parsing.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks requests for one operation against its contract, and reports up to 20 violations at once. It runs on the event
 * loop; vertx-openapi's own validator hands every request to a worker thread.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class RequestCheck {

    private final List<ParameterCheck> parameters;
    private final Set<String> queryNames = new HashSet<>();
    private final Optional<Body> body;

    private record Body(BodyFormat format, SchemaCheck schema, boolean required) {}

    public RequestCheck(Operation operation) {
        parameters = operation.getParameters().stream().map(ParameterCheck::new).toList();
        operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == io.vertx.openapi.contract.Location.QUERY)
                .map(Parameter::getName)
                .forEach(queryNames::add);
        body = Optional.ofNullable(operation.getRequestBody()).flatMap(RequestCheck::body);
    }

    private static Optional<Body> body(RequestBody described) {
        for (BodyFormat format : BodyFormat.values()) {
            @Nullable MediaType content = described.getContent().get(format.nameInModel());
            if (content != null) {
                return Optional.of(new Body(format, new SchemaCheck(content.getSchema()), described.isRequired()));
            }
        }
        return Optional.empty();
    }

    /** The format of the operation's body, empty when it takes none. */
    public Optional<BodyFormat> bodyFormat() {
        return body.map(Body::format);
    }

    /**
     * The parameters of the query.
     *
     * @throws Failure.Invalid when the query cannot be parsed
     */
    public static QueryString queryOf(HttpServerRequest request) {
        try {
            return QueryString.of(request);
        } catch (MalformedForm malformed) {
            throw new Failure.Invalid("query", String.valueOf(malformed.getMessage()));
        }
    }

    /**
     * Returns the body as JSON, empty when there is none and none is required.
     *
     * @throws Failure.Invalid with the violations of the parameters and the body
     */
    public JsonObject check(
            HttpServerRequest request, QueryString query, Map<String, String> pathParameters, Buffer content) {
        Violations violations = new Violations();
        parameters.forEach(parameter -> parameter.check(request, query, pathParameters, violations));
        for (String name : query.values().keySet()) {
            if (!queryNames.contains(name)) {
                violations.add(new Violation("query/" + name, "is not a parameter of this operation"));
            }
        }
        JsonObject json =
                body.map(expected -> checkBody(expected, content, violations)).orElseGet(JsonObject::new);
        if (!violations.isEmpty()) {
            throw new Failure.Invalid(violations.toList());
        }
        return json;
    }

    private static JsonObject checkBody(Body expected, Buffer content, Violations violations) {
        if (content.length() == 0) {
            if (expected.required()) {
                violations.add(new Violation("#", "is required"));
            }
            return new JsonObject();
        }
        try {
            Object value = expected.format().read(content);
            if (BodyBounds.passes(value, violations) && ValueCheck.passes(value, violations)) {
                expected.schema().check(value, "#", violations);
            }
            return StrictJson.object(value).orElseGet(JsonObject::new);
        } catch (MalformedJson malformed) {
            violations.add(new Violation("#", String.valueOf(malformed.getMessage())));
        } catch (MalformedForm malformed) {
            String pointer = malformed
                    .field()
                    .map(name -> "#/" + SchemaViolations.escape(name))
                    .orElse("#");
            violations.add(new Violation(pointer, String.valueOf(malformed.getMessage())));
        }
        return new JsonObject();
    }
}
