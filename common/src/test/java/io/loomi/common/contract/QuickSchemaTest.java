package io.loomi.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.parsing.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The direct checks accept nothing that the validator refuses, and everything that clients normally send. */
class QuickSchemaTest {

    private static final long SEED = new Random().nextLong();
    private static final int VALUES = 3_000;

    private static final String PAYMENT = """
            {"type": "object", "required": ["kind", "amount"], "additionalProperties": false, "minProperties": 2,
             "properties": {
               "kind": {"type": "string", "enum": ["credit", "debit"]},
               "amount": {"type": "number", "minimum": 0.01, "maximum": 99999999.99, "multipleOf": 0.01},
               "text": {"type": "string", "minLength": 2, "maxLength": 4, "description": "for people"},
               "to": {"type": "string", "format": "uuid"},
               "now": {"type": "boolean", "default": true},
               "times": {"type": "integer", "minimum": 1, "maximum": 100},
               "tags": {"type": "array", "items": {"type": "string", "maxLength": 3}, "minItems": 1, "maxItems": 2}}}""";

    private static final List<String> NAMES = List.of("kind", "amount", "text", "to", "now", "times", "tags", "other");

    @Test
    void acceptsNothingThatTheValidatorRefuses() {
        QuickSchema quick = quick(PAYMENT);
        Validator validator = validator(PAYMENT);
        Random random = new Random(SEED);
        int accepted = 0;
        for (int i = 0; i < VALUES; i++) {
            String json = payment(random);
            Object value = StrictJson.read(Buffer.buffer(json));
            if (quick.accepts(value)) {
                accepted++;
                assertThat(validator.validate(value).getValid())
                        .as("seed %d: %s", SEED, json)
                        .isTrue();
            }
        }
        assertThat(accepted).as("seed " + SEED).isBetween(VALUES / 100, VALUES * 9 / 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kind\": \"credit\", \"amount\": 1}",
                "{\"kind\": \"debit\", \"amount\": 99999999.99, \"text\": \"a\uD83D\uDE00b\", \"now\": false}",
                "{\"kind\": \"debit\", \"amount\": 0.01, \"to\": \"01a20dd8-b25c-74fb-8569-C7796BD6EF6D\", \"times\": 100}",
                "{\"kind\": \"debit\", \"amount\": 0.10, \"tags\": [\"a\", \"abc\"]}",
            })
    void acceptsNormalRequests(String json) {
        assertThat(quick(PAYMENT).accepts(StrictJson.read(Buffer.buffer(json)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"string\", \"pattern\": \"a\"}",
                "{\"type\": \"string\", \"format\": \"email\"}",
                "{\"type\": [\"string\", \"null\"]}",
                "{\"type\": \"string\", \"not\": {}}",
                "{\"type\": \"string\", \"somethingNew\": 1}",
                "{\"type\": \"string\", \"minLength\": 0.5}",
                "{\"type\": \"string\", \"enum\": [\"a\", 1]}",
                "{}"
            })
    void acceptsNothingWithAnUnsupportedKeyword(String schema) {
        assertThat(quick(schema).accepts("a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"object\", \"properties\": {\"a\": true}}",
                "{\"type\": \"object\", \"additionalProperties\": {}}",
                "{\"type\": \"array\", \"items\": false}"
            })
    void acceptsNothingWithAnUnsupportedPart(String schema) {
        assertThat(quick(schema)).isEqualTo(QuickSchema.ACCEPTS_NOTHING);
    }

    /** The validator divides in doubles, and finds remainders where there are none. */
    @Test
    void acceptsNoLargeNumberThatTheValidatorRefusesAsAMultiple() {
        String cents = "{\"type\": \"number\", \"multipleOf\": 0.01}";
        QuickSchema quick = quick(cents);
        Validator validator = validator(cents);
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < VALUES; i++) {
            long whole = random.nextLong(1L << 50);
            boolean valid = validator.validate(whole).getValid();
            refused += valid ? 0 : 1;
            assertThat(quick.accepts(whole) && !valid)
                    .as("seed %d: %d", SEED, whole)
                    .isFalse();
        }
        assertThat(refused).as("seed " + SEED).isPositive();
    }

    private static String payment(Random random) {
        StringJoiner json = new StringJoiner(", ", "{", "}");
        for (String name : NAMES) {
            boolean needed = NAMES.indexOf(name) < 2;
            if (random.nextInt(needed ? 16 : 4) != 0 == needed) {
                String kind = random.nextInt(8) == 0 ? NAMES.get(random.nextInt(NAMES.size())) : name;
                json.add("\"" + name + "\": " + value(random, kind));
            }
        }
        return json.toString();
    }

    private static Object value(Random random, String kind) {
        return switch (kind) {
            case "kind" ->
                List.of("\"credit\"", "\"debit\"", "\"credit\"", "\"transfer\"").get(random.nextInt(4));
            case "amount" -> amount(random);
            case "text" -> "\"" + "\uD83D\uDE00bcdef".substring(0, 2 * (1 + random.nextInt(3))) + "\"";
            case "to" ->
                "\"" + (random.nextInt(9) == 0 ? "urn:uuid:" : "") + new UUID(random.nextLong(), random.nextLong())
                        + (random.nextInt(9) == 0 ? "0" : "") + "\"";
            case "now" -> random.nextBoolean();
            case "times" -> List.of("0", "1", "100", "101", "1.0", "1.5", "1e1").get(random.nextInt(7));
            case "tags" ->
                List.of("[]", "[\"a\"]", "[\"a\", \"abc\"]", "[\"abcd\"]", "[1]", "[\"a\",\"b\",\"c\"]")
                        .get(random.nextInt(6));
            default ->
                List.of("null", "[]", "{}", "-1", "\"\"", "12345678901234567890")
                        .get(random.nextInt(6));
        };
    }

    private static String amount(Random random) {
        BigDecimal cents = BigDecimal.valueOf(random.nextLong(1L << random.nextInt(1, 40)), 2);
        return switch (random.nextInt(6)) {
            case 0 -> cents.add(new BigDecimal("0.001")).toString();
            case 1 -> cents.stripTrailingZeros().toString();
            case 2 -> cents.negate().toString();
            default -> cents.toString();
        };
    }

    private static QuickSchema quick(String schema) {
        return QuickSchema.of(JsonSchema.of(new JsonObject(schema)));
    }

    private static Validator validator(String schema) {
        JsonSchemaOptions options = new JsonSchemaOptions()
                .setBaseUri("app://")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic);
        return Validator.create(JsonSchema.of(new JsonObject(schema)), options);
    }
}
