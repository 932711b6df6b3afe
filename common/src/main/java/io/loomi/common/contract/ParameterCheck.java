package io.loomi.common.contract;

import io.loomi.common.errors.Violation;
import io.loomi.common.parsing.QueryString;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Parameter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks one parameter of a request, a scalar in path, query or header, against its schema. */
final class ParameterCheck {

    private static final int MAX_NUMBER_LENGTH = 32;

    /** The headers of the contracts whose value is a list. */
    private static final Set<String> LIST_HEADERS = Set.of("If-Match", "If-None-Match");

    /** The JSON grammar of numbers: ASCII digits, no plus sign, no leading zeros, digits on both sides of a point. */
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(|\\.[0-9]+)(|[eE][-+]?[0-9]+)");

    private final Parameter parameter;
    private final SchemaCheck schema;
    private final String pointer;
    private final boolean isList;
    private final boolean isId;

    ParameterCheck(Parameter parameter) {
        this.parameter = parameter;
        this.schema = new SchemaCheck(parameter.getSchema());
        this.pointer = parameter.getIn().name().toLowerCase(Locale.ROOT) + "/" + parameter.getName();
        this.isList = LIST_HEADERS.contains(parameter.getName());
        this.isId = parameter.getSchema() instanceof JsonObject keywords && "uuid".equals(keywords.getValue("format"));
    }

    void check(
            HttpServerRequest request, QueryString query, Map<String, String> pathParameters, Violations violations) {
        if (isRepeated(request, query)) {
            violations.add(new Violation(pointer, "must be sent once"));
            return;
        }
        @Nullable String text = textFrom(request, query, pathParameters);
        if (text == null) {
            if (parameter.isRequired()) {
                violations.add(new Violation(pointer, "is required"));
            }
            return;
        }
        if (ValueCheck.isInvalidText(text)) {
            violations.add(new Violation(pointer, ValueCheck.EXPECTATION));
            return;
        }
        if (isId && !SchemaCompiler.isUuid(text)) { // the validator also accepts urn:uuid:
            violations.add(new Violation(pointer, "must be a valid uuid"));
            return;
        }
        schema.check(valueOf(text), pointer, violations);
    }

    /** A list header may occur several times; its lines form one list (RFC 9110, 5.3). */
    private boolean isRepeated(HttpServerRequest request, QueryString query) {
        return switch (parameter.getIn()) {
            case QUERY -> query.repeated().contains(parameter.getName());
            case HEADER ->
                !isList && request.headers().getAll(parameter.getName()).size() > 1;
            default -> false;
        };
    }

    private @Nullable String textFrom(
            HttpServerRequest request, QueryString query, Map<String, String> pathParameters) {
        return switch (parameter.getIn()) {
            case PATH -> pathParameters.get(parameter.getName());
            case QUERY -> query.values().get(parameter.getName());
            case HEADER -> isList ? listFrom(request) : request.getHeader(parameter.getName());
            case COOKIE -> throw new IllegalStateException("cookies are not part of any contract: " + pointer);
        };
    }

    private @Nullable String listFrom(HttpServerRequest request) {
        List<String> lines = request.headers().getAll(parameter.getName());
        return lines.isEmpty() ? null : String.join(", ", lines);
    }

    /** Converts the text to the schema's number or boolean. Other text stays as it is, and the schema refuses it. */
    private Object valueOf(String text) {
        return switch (parameter.getSchemaType()) {
            case INTEGER -> numberOr(text, INTEGER);
            case NUMBER -> numberOr(text, NUMBER);
            case BOOLEAN -> "true".equals(text) || "false".equals(text) ? Boolean.valueOf(text) : text;
            default -> text;
        };
    }

    private static Object numberOr(String text, Pattern grammar) {
        if (text.length() > MAX_NUMBER_LENGTH || !grammar.matcher(text).matches()) {
            return text;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return ValueCheck.isTooLarge(number) ? text : number;
        } catch (NumberFormatException exponentTooLarge) {
            return text;
        }
    }
}
