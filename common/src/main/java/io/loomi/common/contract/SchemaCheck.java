package io.loomi.common.contract;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import org.jspecify.annotations.Nullable;

/**
 * Checks values against one schema of the contract: first with direct checks and then, unless the value passes them,
 * with the schema library. The library's validator modifies its schema, so it gets a copy. The copy is made on first
 * use, because most copies are never needed.
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
    private @Nullable Validator validator;

    /** @param schema without references, as in the model of the contract */
    SchemaCheck(JsonSchema schema) {
        this.schema = schema;
        this.quick = QuickSchema.of(schema);
    }

    /** @param pointer the value's place in the request: the prefix of the pointers of its violations */
    void check(Object value, String pointer, Violations violations) {
        if (!quick.accepts(value)) {
            SchemaViolations.collect(validator().validate(value), pointer, violations);
        }
    }

    private Validator validator() {
        if (validator == null) {
            JsonSchema own = schema instanceof JsonObject keywords ? JsonSchema.of(keywords.copy()) : schema;
            validator = Validator.create(own, OPTIONS);
        }
        return validator;
    }
}
