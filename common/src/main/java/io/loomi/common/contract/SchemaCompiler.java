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

/** Makes the direct checks of each type of schema. */
final class SchemaCompiler {

    private static final int DEEPEST = 8;

    private static final QuickSchema ANYTHING = _ -> true;

    /** Words for people, and what the library notes for itself. */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("type", "title", "description", "default", "example", "examples", "deprecated", "__absolute_uri__");

    private static final Map<String, Set<String>> KEYWORDS = Map.of(
            "string", Set.of("minLength", "maxLength", "enum", "format"),
            "number", Set.of("minimum", "maximum", "multipleOf"),
            "integer", Set.of("minimum", "maximum"),
            "boolean", Set.of(),
            "array", Set.of("items", "minItems", "maxItems"),
            "object", Set.of("properties", "required", "additionalProperties", "minProperties"));

    private SchemaCompiler() {}

    static QuickSchema compile(JsonObject schema) {
        return compile(schema, 0);
    }

    private static QuickSchema compile(JsonObject schema, int depth) {
        if (!(schema.getValue("type") instanceof String type) || !knows(type, schema) || depth > DEEPEST) {
            return QuickSchema.UNSURE;
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

    private static boolean knows(String type, JsonObject schema) {
        @Nullable Set<String> known = KEYWORDS.get(type);
        return known != null
                && schema.fieldNames().stream().allMatch(name -> known.contains(name) || WITHOUT_EFFECT.contains(name))
                && "uuid".equals(schema.getString("format", "uuid"));
    }

    private static QuickSchema text(JsonObject schema) {
        int shortest = schema.getInteger("minLength", 0);
        int longest = schema.getInteger("maxLength", Integer.MAX_VALUE);
        Predicate<String> form = schema.containsKey("format") ? SchemaCompiler::isUuid : _ -> true;
        Predicate<String> choice = choice(schema);
        return value -> value instanceof String text
                && text.codePointCount(0, text.length()) >= shortest
                && text.codePointCount(0, text.length()) <= longest
                && choice.test(text)
                && form.test(text);
    }

    private static Predicate<String> choice(JsonObject schema) {
        @Nullable JsonArray choices = schema.getJsonArray("enum");
        return choices == null
                ? _ -> true
                : choices.stream().map(String.class::cast).collect(Collectors.toUnmodifiableSet())::contains;
    }

    /** In its plain form of 36 characters. */
    private static boolean isUuid(String text) {
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
            return number != null
                    && within.test(number)
                    && (step == null || number.remainder(step).signum() == 0);
        };
    }

    private static QuickSchema integer(JsonObject schema) {
        Predicate<BigDecimal> within = within(schema);
        return value -> {
            @Nullable BigDecimal number = decimal(value);
            return number != null && number.scale() == 0 && within.test(number);
        };
    }

    private static Predicate<BigDecimal> within(JsonObject schema) {
        @Nullable BigDecimal least = limit(schema, "minimum");
        @Nullable BigDecimal most = limit(schema, "maximum");
        return number ->
                (least == null || number.compareTo(least) >= 0) && (most == null || number.compareTo(most) <= 0);
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
        int fewest = schema.getInteger("minItems", 0);
        int most = schema.getInteger("maxItems", Integer.MAX_VALUE);
        QuickSchema item = schema.containsKey("items") ? compile(schema.getJsonObject("items"), depth + 1) : ANYTHING;
        if (item.equals(QuickSchema.UNSURE)) {
            return item;
        }
        return value -> value instanceof List<?> list
                && list.size() >= fewest
                && list.size() <= most
                && list.stream().allMatch(item::accepts);
    }

    private static QuickSchema object(JsonObject schema, int depth) {
        Map<String, QuickSchema> properties = new HashMap<>();
        JsonObject described = schema.getJsonObject("properties", new JsonObject());
        described.fieldNames().forEach(name -> properties.put(name, compile(described.getJsonObject(name), depth + 1)));
        if (properties.containsValue(QuickSchema.UNSURE)) {
            return QuickSchema.UNSURE;
        }
        List<String> required = schema.getJsonArray("required", new JsonArray()).stream()
                .map(String.class::cast)
                .toList();
        int fewest = schema.getInteger("minProperties", 0);
        Object others = schema.getValue("additionalProperties", true);
        QuickSchema other = Boolean.TRUE.equals(others) ? ANYTHING : QuickSchema.UNSURE;
        return value -> value instanceof Map<?, ?> map
                && map.size() >= fewest
                && required.stream().allMatch(map::containsKey)
                && map.entrySet().stream()
                        .allMatch(entry -> properties
                                .getOrDefault(String.valueOf(entry.getKey()), other)
                                .accepts(entry.getValue()));
    }
}
