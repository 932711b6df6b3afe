package io.loomi.common.http;

import io.loomi.common.auth.Caller;
import io.loomi.common.errors.Failure;
import io.loomi.common.middlewares.ClientAddressResolver;
import io.loomi.common.middlewares.Reply;
import io.loomi.common.parsing.QueryString;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A request that conforms to the contract, as controllers read it. */
public final class ApiRequest {

    private final RoutingContext context;
    private final @Nullable Caller caller;
    private final QueryString query;
    private final JsonObject body;
    private final String answerType;

    ApiRequest(RoutingContext context, @Nullable Caller caller, QueryString query, JsonObject body, String answerType) {
        this.context = context;
        this.caller = caller;
        this.query = query;
        this.body = body;
        this.answerType = answerType;
    }

    /** The verified caller; only for operations whose contract requires a token. */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException(
                    "the contract of this operation has no security: " + context.currentRoute());
        }
        return caller;
    }

    public String path(String name) {
        return Objects.requireNonNull(context.pathParam(name));
    }

    public UUID pathId(String name) {
        return UUID.fromString(path(name));
    }

    public Map<String, String> query() {
        return query.values();
    }

    /** The client's address. */
    public String clientAddress() {
        return ClientAddressResolver.of(context);
    }

    /**
     * A header with one value.
     *
     * @throws Failure.Invalid when it was sent more than once: a proxy may have used a different value than this
     *     service
     */
    public Optional<String> header(String name) {
        List<String> values = context.request().headers().getAll(name);
        if (values.size() > 1) {
            throw new Failure.Invalid("header/" + name, "must be sent once");
        }
        return values.stream().findFirst();
    }

    /** A header that is a list, or is only recorded: all of its lines, joined. */
    public Optional<String> joinedHeader(String name) {
        List<String> lines = context.request().headers().getAll(name);
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lines));
    }

    /**
     * Converts a required text of the body to a value type.
     *
     * @throws Failure.Invalid with the message of an IllegalArgumentException that the conversion throws
     */
    public <T> T value(String field, Function<String, T> of) {
        return valid("#/" + field, () -> of.apply(body.getString(field)));
    }

    /** Like {@link #value}, for an optional text. */
    public <T> Optional<T> optionalValue(String field, Function<String, T> of) {
        return body.containsKey(field) ? Optional.of(value(field, of)) : Optional.empty();
    }

    /** Like {@link #value}, for a number, exactly as it was written. */
    public <T> T decimalValue(String field, Function<BigDecimal, T> of) {
        Object written = body.getValue(field);
        BigDecimal exact = written instanceof BigDecimal decimal ? decimal : new BigDecimal(String.valueOf(written));
        return valid("#/" + field, () -> of.apply(exact));
    }

    /** Like {@link #decimalValue}, for an optional number. */
    public <T> Optional<T> optionalDecimalValue(String field, Function<BigDecimal, T> of) {
        return body.containsKey(field) ? Optional.of(decimalValue(field, of)) : Optional.empty();
    }

    /** Like {@link #optionalValue}, for a header. */
    public <T> Optional<T> headerValue(String name, Function<String, T> of) {
        return header(name).map(text -> valid("header/" + name, () -> of.apply(text)));
    }

    /** Like {@link #optionalValue}, for a query parameter. */
    public <T> Optional<T> queryValue(String name, Function<String, T> of) {
        return Optional.ofNullable(query().get(name)).map(text -> valid("query/" + name, () -> of.apply(text)));
    }

    /** Whether this is a HEAD request, which must not have the side effects of a GET. */
    public boolean isHeadOnly() {
        return Reply.isHeadOnly(context.request());
    }

    /** The media type of the answer: the operation's media type that the client prefers. */
    public String answerType() {
        return answerType;
    }

    /** The whole body; numbers with a point or an exponent are BigDecimals. */
    public JsonObject body() {
        return body;
    }

    /**
     * The versions in the {@code If-Match} header. Empty if the header is missing or {@code *}, so that any version
     * matches.
     *
     * @throws Failure.PreconditionFailed when it contains no strong entity tag of ours
     */
    public Optional<Set<Integer>> ifMatch() {
        return joinedHeader("If-Match")
                .filter(value -> !value.strip().equals("*"))
                .map(value -> EntityTag.list(value).stream()
                        .flatMap(tag -> tag.version().stream())
                        .collect(Collectors.toUnmodifiableSet()))
                .map(ApiRequest::requireOne);
    }

    private static Set<Integer> requireOne(Set<Integer> versions) {
        if (versions.isEmpty()) {
            throw new Failure.PreconditionFailed("If-Match has no ETag of this service.");
        }
        return versions;
    }

    private static <T> T valid(String pointer, Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException refused) {
            throw new Failure.Invalid(pointer, String.valueOf(refused.getMessage()));
        }
    }
}
