package io.loomi.common.contract;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import org.jspecify.annotations.Nullable;

/**
 * A schema as a few direct checks, made once when the contract is loaded. It is sure of one thing only: what it accepts, the
 * schema accepts. Anything else goes to the schema's validator, which decides and names the faults, and which costs a
 * hundred times as much. A keyword that is not known here makes it sure of nothing. Immutable.
 */
@FunctionalInterface
interface QuickSchema {

    QuickSchema UNSURE = _ -> false;

    /** Whether the schema surely accepts a value of JSON as {@link io.loomi.common.json.StrictJson} reads it. */
    boolean accepts(@Nullable Object value);

    static QuickSchema of(JsonSchema schema) {
        return schema instanceof JsonObject keywords ? SchemaCompiler.compile(keywords) : UNSURE;
    }
}
