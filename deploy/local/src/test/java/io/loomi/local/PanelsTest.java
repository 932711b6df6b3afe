package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Panels have titles, ids and thresholds. */
class PanelsTest {

    private static final Set<String> NUMBERS = Set.of("stat", "gauge");

    @Test
    void haveTitlesAndUniqueIds() throws IOException {
        assertThat(Dashboards.all()).hasSize(3).allSatisfy(board -> {
            assertThat(board.getString("uid")).startsWith("loomi-");
            assertThat(Dashboards.panels(board).map(panel -> panel.getInteger("id")))
                    .hasSizeGreaterThan(10)
                    .doesNotHaveDuplicates();
            assertThat(Dashboards.panels(board))
                    .allSatisfy(panel -> assertThat(panel.getString("title")).isNotBlank());
        });
    }

    /** Grafana's default threshold, 80, has no meaning here. */
    @Test
    void haveThresholds() throws IOException {
        assertThat(Dashboards.panels())
                .filteredOn(panel -> NUMBERS.contains(panel.getString("type")))
                .hasSizeGreaterThan(5)
                .allSatisfy(panel -> assertThat(thresholds(panel)).isNotNull());
    }

    @Test
    void listTheAlerts() throws IOException {
        assertThat(Dashboards.panels())
                .anyMatch(panel -> panel.getString("type").equals("alertlist"));
    }

    private static JsonObject thresholds(JsonObject panel) {
        return panel.getJsonObject("fieldConfig").getJsonObject("defaults").getJsonObject("thresholds");
    }
}
