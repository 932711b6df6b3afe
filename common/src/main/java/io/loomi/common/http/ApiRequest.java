package io.loomi.common.http;

import io.loomi.common.auth.Caller;
import io.loomi.common.errors.Failure;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request that has passed the contract: what a controller reads it by. */
public final class ApiRequest {

    private final RoutingContext context;
    private final @Nullable Caller caller;
    private final JsonObject body;

    ApiRequest(RoutingContext context, @Nullable Caller caller, JsonObject body) {
        this.context = context;
        this.caller = caller;
        this.body = body;
    }

    /** The verified caller; only operations whose contract asks for a token have one. */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("the contract of this operation has no security: " + context.currentRoute());
        }
        return caller;
    }

    public UUID pathId(String name) {
        return UUID.fromString(context.pathParam(name));
    }

    /** The query parameters, the first of each name. */
    public Map<String, String> query() {
        Map<String, String> values = new HashMap<>();
        context.request().params(false).forEach(entry -> values.putIfAbsent(entry.getKey(), entry.getValue()));
        context.pathParams().keySet().forEach(values::remove);
        return values;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(context.request().getHeader(name));
    }

    /** A field that the contract requires. */
    public String text(String field) {
        return body.getString(field);
    }

    public Optional<String> optionalText(String field) {
        return Optional.ofNullable(body.getString(field));
    }

    /** A number that the contract requires, exactly as it was written. */
    public BigDecimal decimal(String field) {
        Object value = body.getValue(field);
        return value instanceof BigDecimal exact ? exact : new BigDecimal(String.valueOf(value));
    }

    public JsonObject body() {
        return body;
    }

    /**
     * The version that the {@code If-Match} header names, empty for {@code *}.
     *
     * @throws Failure.PreconditionFailed when it is not one of our entity tags
     */
    public Optional<Integer> ifMatch() {
        Optional<String> tag = header("If-Match").filter(value -> !"*".equals(value));
        return tag.map(value -> EntityTag.versionOf(value)
                .orElseThrow(() -> new Failure.PreconditionFailed("If-Match is not an ETag that was given out.")));
    }
}
