package io.loomi.common.contract;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import org.jspecify.annotations.Nullable;

/**
 * A schema compiled to a few direct checks when the contract is loaded. A value that passes them is valid. For any
 * other value the schema validator decides and names the violations, at a hundred times the cost. If a schema has an
 * unsupported keyword, no value passes. Immutable.
 */
@FunctionalInterface
interface QuickSchema {

    QuickSchema ACCEPTS_NOTHING = _ -> false;

    /** Whether the value is certainly valid. Values are as {@link io.loomi.common.parsing.StrictJson} reads them. */
    boolean accepts(@Nullable Object value);

    static QuickSchema of(JsonSchema schema) {
        return schema instanceof JsonObject keywords ? SchemaCompiler.compile(keywords) : ACCEPTS_NOTHING;
    }
}
