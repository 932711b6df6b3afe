package io.loomi.common.contract;

import io.loomi.common.errors.Failure;
import io.loomi.common.errors.Violation;
import io.loomi.common.form.MalformedForm;
import io.loomi.common.form.QueryString;
import io.loomi.common.json.MalformedJson;
import io.loomi.common.json.StrictJson;
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
 * Holds requests for one operation against its contract. It runs on the event loop (vertx-openapi's own validator hands
 * every request to a worker thread) and reports the faults it finds, up to 20 of them, not the first.
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

    /** How the operation wants its body to be written, empty when it takes none. */
    public Optional<BodyFormat> bodyFormat() {
        return body.map(Body::format);
    }

    /**
     * The parameters of the query.
     *
     * @throws Failure.Invalid when it cannot be read
     */
    public static QueryString queryOf(HttpServerRequest request) {
        try {
            return QueryString.of(request);
        } catch (MalformedForm malformed) {
            throw new Failure.Invalid("query", String.valueOf(malformed.getMessage()));
        }
    }

    /**
     * The body as JSON, empty when there is none and none is needed.
     *
     * @throws Failure.Invalid with the faults of the parameters and the body
     */
    public JsonObject check(
            HttpServerRequest request, QueryString query, Map<String, String> pathParameters, Buffer content) {
        Violations faults = new Violations();
        parameters.forEach(parameter -> parameter.check(request, query, pathParameters, faults));
        for (String name : query.values().keySet()) {
            if (!queryNames.contains(name)) {
                faults.add(new Violation("query/" + name, "is not a parameter of this operation"));
            }
        }
        JsonObject json =
                body.map(expected -> checkBody(expected, content, faults)).orElseGet(JsonObject::new);
        if (!faults.isEmpty()) {
            throw new Failure.Invalid(faults.toList());
        }
        return json;
    }

    private static JsonObject checkBody(Body expected, Buffer content, Violations faults) {
        if (content.length() == 0) {
            if (expected.required()) {
                faults.add(new Violation("#", "is required"));
            }
            return new JsonObject();
        }
        try {
            Object value = expected.format().read(content);
            if (BodyBounds.hold(value, faults) && ValueCheck.passes(value, faults)) {
                expected.schema().check(value, "#", faults);
            }
            return StrictJson.object(value).orElseGet(JsonObject::new);
        } catch (MalformedJson malformed) {
            faults.add(new Violation("#", String.valueOf(malformed.getMessage())));
        } catch (MalformedForm malformed) {
            String pointer = malformed
                    .field()
                    .map(name -> "#/" + SchemaViolations.escape(name))
                    .orElse("#");
            faults.add(new Violation(pointer, String.valueOf(malformed.getMessage())));
        }
        return new JsonObject();
    }
}
