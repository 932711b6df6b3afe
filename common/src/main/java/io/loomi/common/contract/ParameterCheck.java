package io.loomi.common.contract;

import io.loomi.common.errors.Fault;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.openapi.contract.Parameter;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds one parameter of a request, a scalar in path, query or header, against its schema. */
final class ParameterCheck {

    private static final int LONGEST_NUMBER = 32;

    private final Parameter parameter;
    private final SchemaCheck schema;
    private final String pointer;

    ParameterCheck(Parameter parameter) {
        this.parameter = parameter;
        this.schema = new SchemaCheck(parameter.getSchema());
        this.pointer = parameter.getIn().name().toLowerCase(Locale.ROOT) + "/" + parameter.getName();
    }

    void check(HttpServerRequest request, Map<String, String> pathParameters, Faults faults) {
        @Nullable String text = textFrom(request, pathParameters);
        if (text == null) {
            if (parameter.isRequired()) {
                faults.add(new Fault(pointer, "is required"));
            }
            return;
        }
        if (ValueCheck.isBroken(text)) {
            faults.add(new Fault(pointer, ValueCheck.EXPECTATION));
            return;
        }
        schema.check(valueOf(text), pointer, faults);
    }

    private @Nullable String textFrom(HttpServerRequest request, Map<String, String> pathParameters) {
        return switch (parameter.getIn()) {
            case PATH -> pathParameters.get(parameter.getName());
            case QUERY -> request.params(false).get(parameter.getName());
            case HEADER -> request.getHeader(parameter.getName());
            case COOKIE -> throw new IllegalStateException("cookies are not part of any contract: " + pointer);
        };
    }

    /** A number or a boolean where the schema wants one and the text is one; else the text, for the schema to refuse. */
    private Object valueOf(String text) {
        return switch (parameter.getSchemaType()) {
            case INTEGER, NUMBER -> numberOr(text);
            case BOOLEAN -> "true".equals(text) || "false".equals(text) ? Boolean.valueOf(text) : text;
            default -> text;
        };
    }

    private static Object numberOr(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return text;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return ValueCheck.isBoundless(number) ? text : number;
        } catch (NumberFormatException notANumber) {
            return text;
        }
    }
}
