package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Alertmanager's inhibition rules hide the consequences of a firing alert and nothing else. */
class InhibitionTest {

    private static final Path OBSERVABILITY = Path.of("../observability");
    private static final Pattern MATCHER = Pattern.compile("(\\w+) (=~?) \"([^\"]*)\"");

    private static final Map<String, String> SERVICE_DOWN = Map.of("alertname", "ServiceDown", "service", "customers");
    private static final Map<String, String> SERVICE_NOT_READY =
            Map.of("alertname", "ServiceNotReady", "service", "customers");
    private static final Map<String, String> INSTANCE_DOWN =
            Map.of("alertname", "InstanceDown", "service", "customers", "instance", "a");

    private static final List<JsonObject> rules = new ArrayList<>();

    @BeforeAll
    static void read() throws IOException {
        Map<String, Object> configuration = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(OBSERVABILITY.resolve("alertmanager/alertmanager.yml")));
        new JsonObject(configuration).getJsonArray("inhibit_rules").forEach(rule -> rules.add((JsonObject) rule));
    }

    @Test
    void aDownInstanceHidesOnlyItsOwnAlerts() {
        assertThat(List.of("HighResponseTime", "ErrorBudgetBurnsFast", "HighErrorRate", "RedisFailing", "BreakerOpen"))
                .noneMatch(name -> isHidden(Map.of("alertname", name, "service", "customers"), INSTANCE_DOWN));
        assertThat(isHidden(notReady("b"), INSTANCE_DOWN)).isFalse();
        assertThat(isHidden(notReady("a"), INSTANCE_DOWN)).isTrue();
    }

    @Test
    void aDownServiceHidesTheConsequences() {
        assertThat(List.of(
                        "InstanceDown",
                        "InstanceNotReady",
                        "ServiceUnreachable",
                        "HighResponseTime",
                        "ErrorBudgetBurnsFast"))
                .allMatch(name -> isHidden(Map.of("alertname", name, "service", "customers"), SERVICE_DOWN))
                .noneMatch(name -> isHidden(Map.of("alertname", name, "service", "transactions"), SERVICE_DOWN));
        assertThat(List.of("BreakerOpen", "RevocationsStale", "DeferredTransactionsLate"))
                .allMatch(name -> isHidden(Map.of("alertname", name, "service", "transactions"), SERVICE_DOWN));
        assertThat(isHidden(Map.of("alertname", "PoolExhausted", "service", "transactions"), SERVICE_DOWN))
                .isFalse();
    }

    @Test
    void aServiceThatIsNotReadyHidesTheConsequences() {
        assertThat(List.of("InstanceNotReady", "ServiceUnreachable", "HighResponseTime", "ErrorBudgetBurnsFast"))
                .allMatch(name -> isHidden(Map.of("alertname", name, "service", "customers"), SERVICE_NOT_READY))
                .noneMatch(name -> isHidden(Map.of("alertname", name, "service", "transactions"), SERVICE_NOT_READY));
        assertThat(List.of("BreakerOpen", "RevocationsStale", "DeferredTransactionsLate"))
                .allMatch(name -> isHidden(Map.of("alertname", name, "service", "transactions"), SERVICE_NOT_READY));
        assertThat(List.of("HighErrorRate", "InstanceDown", "RedisFailing"))
                .noneMatch(name -> isHidden(Map.of("alertname", name, "service", "customers"), SERVICE_NOT_READY));
        assertThat(isHidden(SERVICE_NOT_READY, SERVICE_DOWN)).isTrue();
        assertThat(isHidden(SERVICE_DOWN, SERVICE_NOT_READY)).isFalse();
    }

    @Test
    void usesExistingAlerts() throws IOException {
        List<String> alerts = Pattern.compile("- alert: (\\w+)")
                .matcher(Files.readString(OBSERVABILITY.resolve("prometheus/rules.yml")))
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(rules)
                .hasSizeGreaterThan(3)
                .flatMap(rule -> List.of(rule.getJsonArray("source_matchers"), rule.getJsonArray("target_matchers")))
                .flatMap(matchers ->
                        List.of(parsed(matchers.getString(0)).group(3).split("\\|", -1)))
                .allSatisfy(name -> assertThat(alerts).anyMatch(alert -> alert.matches(name)));
    }

    private static Map<String, String> notReady(String instance) {
        return Map.of("alertname", "InstanceNotReady", "service", "customers", "instance", instance);
    }

    private static boolean isHidden(Map<String, String> alert, Map<String, String> other) {
        return rules.stream()
                .anyMatch(rule -> isMatched(rule.getJsonArray("source_matchers"), other)
                        && isMatched(rule.getJsonArray("target_matchers"), alert)
                        && isEqual(rule.getJsonArray("equal", new JsonArray()), alert, other));
    }

    private static boolean isMatched(JsonArray matchers, Map<String, String> labels) {
        return matchers.stream().map(InhibitionTest::parsed).allMatch(matcher -> {
            String value = labels.getOrDefault(matcher.group(1), "");
            return matcher.group(2).equals("=") ? value.equals(matcher.group(3)) : value.matches(matcher.group(3));
        });
    }

    private static boolean isEqual(JsonArray labels, Map<String, String> alert, Map<String, String> other) {
        return labels.stream()
                .allMatch(
                        label -> alert.getOrDefault((String) label, "").equals(other.getOrDefault((String) label, "")));
    }

    private static MatchResult parsed(Object matcher) {
        return MATCHER.matcher((String) matcher).results().findFirst().orElseThrow();
    }
}
