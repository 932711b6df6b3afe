package io.loomi.common.contract;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.OpenAPIVersion;
import io.vertx.openapi.contract.impl.OpenAPIContractImpl;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A service's OpenAPI contract: the text that is served, and the model that requests are checked against. It is loaded
 * once per process and shared; {@link RequestCheck} copies its schemas.
 *
 * <p>The tests validate it against OpenAPI's own schemas, as {@code OpenAPIContract.from} does. At start, this would
 * take a third of the start time.
 */
public record Contract(Buffer text, OpenAPIContract model, Map<String, List<String>> answerTypes) {

    private static final String RESOURCE = "/openapi.yaml";
    private static final Set<String> ALLOWED_BESIDE_REF = Set.of("$ref", "summary", "description");

    /**
     * Reads the contract. This is slow, so do not call it on an event loop.
     *
     * @param service the service's name, which is the contract's folder on the class path
     */
    public static Contract load(String service) {
        try {
            return of(read(service + RESOURCE));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** @param text the contract in YAML */
    static Contract of(Buffer text) {
        JsonObject contract = parse(text);
        requireLoneReferences(contract);
        Map<String, List<String>> answerTypes = new HashMap<>();
        for (Map.Entry<String, Object> path : contract.getJsonObject("paths")) {
            for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
                answerTypes.put(((JsonObject) operation.getValue()).getString("operationId"), answerTypes((JsonObject)
                        operation.getValue()));
                removeAnswers((JsonObject) operation.getValue());
                renameForms((JsonObject) operation.getValue());
            }
        }
        contract.getJsonObject("components").remove("responses");
        return new Contract(text, model(contract), answerTypes);
    }

    private static OpenAPIContract model(JsonObject contract) {
        SchemaRepository schemas = SchemaRepository.create(new JsonSchemaOptions()
                .setDraft(Draft.DRAFT202012)
                .setBaseUri("app://")
                .setOutputFormat(OutputFormat.Basic));
        schemas.dereference(JsonSchema.of(contract));
        return new OpenAPIContractImpl(schemas.resolve(contract), OpenAPIVersion.fromContract(contract), schemas);
    }

    /** Refuses keywords next to a {@code $ref}: the model drops them, so they would never be checked. */
    private static void requireLoneReferences(@Nullable Object part) {
        switch (part) {
            case JsonObject object -> {
                if (object.getValue("$ref") instanceof String reference
                        && !ALLOWED_BESIDE_REF.containsAll(object.fieldNames())) {
                    throw new IllegalStateException("the contract has other keywords next to $ref " + reference
                            + ": give that a schema of its own");
                }
                object.forEach(entry -> requireLoneReferences(entry.getValue()));
            }
            case JsonArray array -> array.forEach(Contract::requireLoneReferences);
            case null, default -> {
                // a scalar contains no reference
            }
        }
    }

    /** The media types of an operation's successful answers; JSON for an operation without a body. */
    public List<String> answerTypes(String operationId) {
        return Objects.requireNonNull(answerTypes.get(operationId), operationId);
    }

    private static List<String> answerTypes(JsonObject operation) {
        List<String> types = operation.getJsonObject("responses").stream()
                .filter(answer -> answer.getKey().startsWith("2"))
                .flatMap(answer -> ((JsonObject) answer.getValue())
                        .getJsonObject("content", new JsonObject()).fieldNames().stream())
                .distinct()
                .toList();
        return types.isEmpty() ? List.of(BodyFormat.JSON.mediaType()) : types;
    }

    /** Reads from the class path only: Vert.x's file system prefers a file of that name in the working directory. */
    private static Buffer read(String resource) throws IOException {
        try (@Nullable InputStream file = Contract.class.getClassLoader().getResourceAsStream(resource)) {
            return Buffer.buffer(Objects.requireNonNull(file, resource).readAllBytes());
        }
    }

    /** Parses the contract as JSON. */
    public static JsonObject parse(Buffer text) {
        Map<String, Object> contract = new Yaml(new SafeConstructor(new LoaderOptions())).load(text.toString());
        return new JsonObject(contract).copy();
    }

    /**
     * Only requests are checked at run time. vertx-openapi refuses a contract whose answers have media types that it
     * cannot validate, such as application/problem+json.
     */
    private static void removeAnswers(JsonObject operation) {
        JsonObject any = new JsonObject().put("description", "not checked against the contract at run time");
        operation.put("responses", new JsonObject().put("default", any));
    }

    /**
     * Gives forms another media type, because vertx-openapi does not support forms. It then treats their schemas like
     * those of JSON.
     */
    private static void renameForms(JsonObject operation) {
        JsonObject content =
                operation.getJsonObject("requestBody", new JsonObject()).getJsonObject("content", new JsonObject());
        for (BodyFormat format : BodyFormat.values()) {
            if (content.containsKey(format.mediaType())) {
                content.put(format.nameInModel(), content.remove(format.mediaType()));
            }
        }
    }
}
