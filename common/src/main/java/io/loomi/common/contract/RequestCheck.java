package io.loomi.common.contract;

import io.loomi.common.errors.Failure;
import io.loomi.common.errors.Fault;
import io.loomi.common.json.MalformedJson;
import io.loomi.common.json.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds requests for one operation against its contract. It runs on the event loop (vertx-openapi's own validator hands
 * every request to a worker thread) and reports every fault it finds, not the first.
 *
 * <p>Not thread-safe: one per event loop.
 */
public final class RequestCheck {

    private static final String JSON = "application/json";

    private final List<ParameterCheck> parameters;
    private final Set<String> queryNames = new HashSet<>();
    private final @Nullable Validator body;
    private final boolean bodyRequired;

    public RequestCheck(Operation operation, SchemaRepository schemas) {
        parameters = operation.getParameters().stream()
                .map(parameter -> new ParameterCheck(parameter, schemas.validator(parameter.getSchema())))
                .toList();
        operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == io.vertx.openapi.contract.Location.QUERY)
                .map(Parameter::getName)
                .forEach(queryNames::add);
        @Nullable RequestBody described = operation.getRequestBody();
        @Nullable MediaType json = described == null ? null : described.getContent().get(JSON);
        body = json == null ? null : schemas.validator(json.getSchema());
        bodyRequired = described != null && described.isRequired();
    }

    /** Whether the operation takes a JSON body at all. */
    public boolean takesBody() {
        return body != null;
    }

    /**
     * The body as JSON, empty when there is none and none is needed.
     *
     * @throws Failure.Invalid with every fault of the parameters and the body
     */
    public JsonObject check(HttpServerRequest request, Map<String, String> pathParameters, @Nullable Buffer content) {
        List<Fault> faults = new ArrayList<>();
        parameters.forEach(parameter -> parameter.check(request, pathParameters, faults));
        for (String name : request.params(false).names()) {
            if (!queryNames.contains(name) && !pathParameters.containsKey(name)) {
                faults.add(new Fault("query/" + name, "is not a parameter of this operation"));
            }
        }
        JsonObject json = checkBody(content, faults);
        if (!faults.isEmpty()) {
            throw new Failure.Invalid(faults);
        }
        return json;
    }

    private JsonObject checkBody(@Nullable Buffer content, List<Fault> faults) {
        if (body == null) {
            return new JsonObject();
        }
        if (content == null || content.length() == 0) {
            if (bodyRequired) {
                faults.add(new Fault("#", "is required"));
            }
            return new JsonObject();
        }
        try {
            Object value = StrictJson.read(content);
            if (ValueCheck.passes(value, faults)) {
                SchemaFaults.collect(body.validate(value), "#", faults);
            }
            return value instanceof Map<?, ?> map ? asObject(map) : new JsonObject();
        } catch (MalformedJson malformed) {
            faults.add(new Fault("#", String.valueOf(malformed.getMessage())));
            return new JsonObject();
        }
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are strings
    private static JsonObject asObject(Map<?, ?> map) {
        return new JsonObject((Map<String, Object>) map);
    }
}
