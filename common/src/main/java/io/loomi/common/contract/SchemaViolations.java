package io.loomi.common.contract;

import io.loomi.common.errors.Violation;
import io.vertx.json.schema.OutputUnit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what the schema validator found into faults: one for each place, in words for the person who sent it. */
final class SchemaViolations {

    /** Keywords that only say that something below them failed. */
    private static final Set<String> CONTAINERS =
            Set.of("properties", "$ref", "items", "allOf", "anyOf", "oneOf", "patternProperties", "if", "then", "else");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
    private static final Pattern EXPECTED_TYPE = Pattern.compile("Expected (.*)$");
    private static final Pattern LIMIT = Pattern.compile("([-0-9.E]+)$");
    private static final Pattern LENGTH_LIMIT = Pattern.compile("[<>] ([0-9]+)\\)");

    private SchemaViolations() {}

    /** @param root the pointer of the value that was validated */
    static void collect(OutputUnit result, String root, Violations faults) {
        if (Boolean.TRUE.equals(result.getValid())) {
            return;
        }
        @Nullable List<OutputUnit> errors = result.getErrors();
        if (errors == null || errors.isEmpty()) {
            faults.add(new Violation(root, "is not valid"));
            return;
        }
        for (OutputUnit error : errors) {
            fault(error, root).ifPresent(faults::add);
        }
    }

    private static Optional<Violation> fault(OutputUnit error, String root) {
        String keywordLocation = error.getKeywordLocation();
        String keyword = keywordLocation.substring(keywordLocation.lastIndexOf('/') + 1);
        if (CONTAINERS.contains(keyword)) {
            return Optional.empty();
        }
        String place = root + error.getInstanceLocation().substring(1);
        String message = error.getError();
        return switch (keyword) {
            case "required" -> Optional.of(new Violation(place + "/" + escape(first(QUOTED, message)), "is required"));
            case "type" -> Optional.of(new Violation(place, "must be of type " + first(EXPECTED_TYPE, message)));
            case "additionalProperties" -> Optional.of(new Violation(place, "is not a known field"));
            case "minimum" -> Optional.of(new Violation(place, "must be at least " + limit(message)));
            case "maximum" -> Optional.of(new Violation(place, "must be at most " + limit(message)));
            case "multipleOf" -> Optional.of(new Violation(place, "must be a multiple of " + limit(message)));
            case "minLength" ->
                Optional.of(new Violation(
                        place, "must have at least %s characters".formatted(first(LENGTH_LIMIT, message))));
            case "maxLength" ->
                Optional.of(new Violation(
                        place, "must have at most %s characters".formatted(first(LENGTH_LIMIT, message))));
            case "enum" ->
                Optional.of(new Violation(place, message.replace("Instance does not match any of", "must be one of")));
            case "format" -> Optional.of(new Violation(place, "must be a valid " + first(QUOTED, message)));
            case "pattern" -> Optional.of(new Violation(place, "does not have the required form"));
            case "minProperties" -> Optional.of(new Violation(place, "must not be empty"));
            default -> Optional.of(new Violation(place, "breaks the rule \"" + keyword + "\""));
        };
    }

    private static String first(Pattern pattern, String message) {
        var match = pattern.matcher(message);
        return match.find() ? match.group(1) : "";
    }

    private static String limit(String message) {
        return new BigDecimal(first(LIMIT, message)).toPlainString();
    }

    /** A name as a segment of a JSON pointer. */
    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
