package io.loomi.common.contract;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import org.jspecify.annotations.Nullable;

/**
 * Holds values against one schema of the contract: by direct checks, and where those are not sure, by the schema library. Its
 * validator writes into the schema that it reads; it gets a copy, made when it is first needed, as most never are.
 *
 * <p>Not thread-safe: one per event loop.
 */
final class SchemaCheck {

    private static final JsonSchemaOptions OPTIONS = new JsonSchemaOptions()
            .setBaseUri("app://contract/")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic);

    private final JsonSchema schema;
    private final QuickSchema quick;
    private @Nullable Validator thorough;

    /** @param schema without references, as a model of the contract has it */
    SchemaCheck(JsonSchema schema) {
        this.schema = schema;
        this.quick = QuickSchema.of(schema);
    }

    /** @param pointer the place of the value in the request, to which those of its faults are added */
    void check(Object value, String pointer, Violations faults) {
        if (!quick.accepts(value)) {
            SchemaViolations.collect(validator().validate(value), pointer, faults);
        }
    }

    private Validator validator() {
        if (thorough == null) {
            JsonSchema own = schema instanceof JsonObject keywords ? JsonSchema.of(keywords.copy()) : schema;
            thorough = Validator.create(own, OPTIONS);
        }
        return thorough;
    }
}
