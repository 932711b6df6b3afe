package io.loomi.common.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles schemas to direct checks. */
final class SchemaCompiler {

    private static final int MAX_DEPTH = 8;

    private static final QuickSchema ANYTHING = _ -> true;

    /** Documentation, and a keyword that the library adds. */
    private static final Set<String> IGNORED =
            Set.of("type", "title", "description", "default", "example", "examples", "deprecated", "__absolute_uri__");

    private static final Map<String, Set<String>> KEYWORDS = Map.of(
            "string", Set.of("minLength", "maxLength", "enum", "format"),
            "number", Set.of("minimum", "maximum", "multipleOf"),
            "integer", Set.of("minimum", "maximum"),
            "boolean", Set.of(),
            "array", Set.of("items", "minItems", "maxItems"),
            "object", Set.of("properties", "required", "additionalProperties", "minProperties"));

    private static final Set<String> COUNTS = Set.of("minLength", "maxLength", "minItems", "maxItems", "minProperties");

    /** The validator's tolerance when it divides in doubles. */
    private static final double TOLERANCE = 1.1920929e-7;

    private SchemaCompiler() {}

    static QuickSchema compile(JsonObject schema) {
        return compile(schema, 0);
    }

    private static QuickSchema compile(JsonObject schema, int depth) {
        if (!(schema.getValue("type") instanceof String type) || !supports(type, schema) || depth > MAX_DEPTH) {
            return QuickSchema.ACCEPTS_NOTHING;
        }
        return switch (type) {
            case "string" -> text(schema);
            case "number" -> number(schema);
            case "integer" -> integer(schema);
            case "array" -> array(schema, depth);
            case "object" -> object(schema, depth);
            default -> Boolean.class::isInstance;
        };
    }

    /** Whether each keyword is supported with its value. */
    private static boolean supports(String type, JsonObject schema) {
        @Nullable Set<String> known = KEYWORDS.get(type);
        return known != null
                && schema.fieldNames().stream().allMatch(name -> known.contains(name) || IGNORED.contains(name))
                && COUNTS.stream().allMatch(name -> schema.getValue(name, 0) instanceof Integer)
                && "uuid".equals(schema.getValue("format", "uuid"))
                && schema.getValue("enum", new JsonArray()) instanceof JsonArray choices
                && choices.stream().allMatch(String.class::isInstance)
                && schema.getValue("additionalProperties", true) instanceof Boolean;
    }

    private static QuickSchema part(@Nullable Object schema, int depth) {
        return schema instanceof JsonObject part ? compile(part, depth + 1) : QuickSchema.ACCEPTS_NOTHING;
    }

    private static QuickSchema text(JsonObject schema) {
        int minLength = schema.getInteger("minLength", 0);
        int maxLength = schema.getInteger("maxLength", Integer.MAX_VALUE);
        Predicate<String> form = schema.containsKey("format") ? SchemaCompiler::isUuid : _ -> true;
        Predicate<String> choice = choice(schema);
        return value -> {
            if (!(value instanceof String text)) {
                return false;
            }
            int length = text.codePointCount(0, text.length());
            return length >= minLength && length <= maxLength && choice.test(text) && form.test(text);
        };
    }

    private static Predicate<String> choice(JsonObject schema) {
        @Nullable JsonArray choices = schema.getJsonArray("enum");
        return choices == null
                ? _ -> true
                : choices.stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet())::contains;
    }

    /** Whether the text is a UUID in its plain form of 36 characters. */
    static boolean isUuid(String text) {
        if (text.length() != 36) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            boolean hex = c < 128 && Character.digit(c, 16) >= 0;
            if (dash ? c != '-' : !hex) {
                return false;
            }
        }
        return true;
    }

    private static QuickSchema number(JsonObject schema) {
        Predicate<BigDecimal> within = within(schema);
        @Nullable BigDecimal step = limit(schema, "multipleOf");
        return value -> {
            @Nullable BigDecimal number = decimal(value);
            return number != null && within.test(number) && (step == null || isMultiple(value, number, step));
        };
    }

    /** The validator divides integers as doubles, so for very large integers it finds false remainders. */
    private static boolean isMultiple(@Nullable Object value, BigDecimal number, BigDecimal step) {
        boolean exactly = number.remainder(step).signum() == 0;
        return exactly && (value instanceof BigDecimal || isMultiple(number.doubleValue(), step.doubleValue()));
    }

    private static boolean isMultiple(double number, double step) {
        double remainder = Math.abs(number % step);
        return remainder < TOLERANCE || step - remainder < TOLERANCE;
    }

    private static QuickSchema integer(JsonObject schema) {
        Predicate<BigDecimal> within = within(schema);
        return value -> {
            @Nullable BigDecimal number = decimal(value);
            return number != null && number.scale() == 0 && within.test(number);
        };
    }

    private static Predicate<BigDecimal> within(JsonObject schema) {
        @Nullable BigDecimal min = limit(schema, "minimum");
        @Nullable BigDecimal max = limit(schema, "maximum");
        return number -> (min == null || number.compareTo(min) >= 0) && (max == null || number.compareTo(max) <= 0);
    }

    private static @Nullable BigDecimal limit(JsonObject schema, String keyword) {
        @Nullable Number limit = schema.getNumber(keyword);
        return limit == null ? null : new BigDecimal(limit.toString());
    }

    private static @Nullable BigDecimal decimal(@Nullable Object value) {
        return switch (value) {
            case BigDecimal number -> number;
            case Integer number -> BigDecimal.valueOf(number);
            case Long number -> BigDecimal.valueOf(number);
            case null, default -> null;
        };
    }

    private static QuickSchema array(JsonObject schema, int depth) {
        int min = schema.getInteger("minItems", 0);
        int max = schema.getInteger("maxItems", Integer.MAX_VALUE);
        QuickSchema item = schema.containsKey("items") ? part(schema.getValue("items"), depth) : ANYTHING;
        if (item.equals(QuickSchema.ACCEPTS_NOTHING)) {
            return item;
        }
        return value -> value instanceof List<?> list
                && list.size() >= min
                && list.size() <= max
                && list.stream().allMatch(item::accepts);
    }

    private static QuickSchema object(JsonObject schema, int depth) {
        Map<String, QuickSchema> properties = new HashMap<>();
        JsonObject described = schema.getJsonObject("properties", new JsonObject());
        described.fieldNames().forEach(name -> properties.put(name, part(described.getValue(name), depth)));
        if (properties.containsValue(QuickSchema.ACCEPTS_NOTHING)) {
            return QuickSchema.ACCEPTS_NOTHING;
        }
        List<String> required = schema.getJsonArray("required", new JsonArray()).stream()
                .map(String.class::cast)
                .toList();
        int min = schema.getInteger("minProperties", 0);
        QuickSchema other = schema.getBoolean("additionalProperties", true) ? ANYTHING : QuickSchema.ACCEPTS_NOTHING;
        return value -> value instanceof Map<?, ?> map
                && map.size() >= min
                && required.stream().allMatch(map::containsKey)
                && map.entrySet().stream()
                        .allMatch(entry -> properties
                                .getOrDefault(String.valueOf(entry.getKey()), other)
                                .accepts(entry.getValue()));
    }
}
