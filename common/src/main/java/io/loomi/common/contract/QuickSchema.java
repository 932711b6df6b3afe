package io.loomi.common.contract;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import org.jspecify.annotations.Nullable;

/**
 * A schema as a few direct checks, compiled once when the contract is loaded. What it accepts, the schema accepts.
 * Anything else goes to the schema validator, which decides and names the violations, at a hundred times the cost. A
 * schema with an unsupported keyword accepts nothing here. Immutable.
 */
@FunctionalInterface
interface QuickSchema {

    QuickSchema ACCEPTS_NOTHING = _ -> false;

    /** Whether the schema certainly accepts a JSON value, as {@link io.loomi.common.parsing.StrictJson} reads it. */
    boolean accepts(@Nullable Object value);

    static QuickSchema of(JsonSchema schema) {
        return schema instanceof JsonObject keywords ? SchemaCompiler.compile(keywords) : ACCEPTS_NOTHING;
    }
}
