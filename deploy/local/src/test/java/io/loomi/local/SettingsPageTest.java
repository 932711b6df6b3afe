package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.config.Setting;
import io.loomi.common.launch.Service;
import io.loomi.common.launch.ServiceLauncher;
import io.loomi.customers.Customers;
import io.loomi.transactions.Transactions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables in docs/settings.md match the settings in the code. */
class SettingsPageTest {

    private static final Path PAGE = Path.of("../../docs/settings.md");

    @Test
    void namesEverySettingOfTheServicesWithItsDefaultAndMeaning() throws IOException {
        Set<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `") && line.split("\\|").length == 5)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rows).isEqualTo(expectedRows());
    }

    @Test
    void namesTheSettingsOfTheLocalBank() throws IOException {
        String page = Files.readString(PAGE);

        for (Setting<?> setting : Set.of(LocalOptions.CUSTOMERS_PORT, LocalOptions.TRANSACTIONS_PORT)) {
            assertThat(page)
                    .contains("| `%s` | `%s` | %s |"
                            .formatted(setting.name(), setting.defaultValue(), setting.meaning()));
        }
    }

    private static Set<String> expectedRows() {
        Map<String, Set<String>> services = new TreeMap<>();
        for (Service service : Set.of(new Customers(Clock.systemUTC()), new Transactions(Clock.systemUTC()))) {
            service.settings()
                    .forEach(setting -> services.computeIfAbsent(row(setting), _ -> new TreeSet<>())
                            .add(service.name()));
        }
        ServiceLauncher.SETTINGS.forEach(setting -> services.put(row(setting), Set.of("customers", "transactions")));
        return services.entrySet().stream()
                .map(entry -> entry.getKey().replace("| @ |", "| " + reader(entry.getValue()) + " |"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String reader(Set<String> services) {
        return services.size() == 2 ? "both" : services.iterator().next();
    }

    private static String row(Setting<?> setting) {
        String fallback = setting.defaultValue() == null ? "" : "`" + setting.defaultValue() + "`";
        return "| `%s` | @ | %s | %s |".formatted(setting.name(), fallback, setting.meaning());
    }
}
