package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The Compose file, {@code .env.example}, the templates of Nginx and the documents agree. */
class ComposeFileTest {

    private static final Path PROJECT = Path.of("../..");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):-([^}]*)}");
    private static final Pattern PASSED_THROUGH = Pattern.compile("^ {2}([A-Z_]+):$", Pattern.MULTILINE);
    private static final Pattern EXAMPLE = Pattern.compile("^#([A-Z_]+)=(.*)$");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_]+)}");
    private static final Pattern ENVSUBST = Pattern.compile("\\$([A-Z_]+)(?=[ '])");
    private static final Pattern SET = Pattern.compile("^ {6}([A-Z_]+): ", Pattern.MULTILINE);

    @Test
    void documentsEveryVariableWithItsDefault() throws IOException {
        Map<String, String> used = new TreeMap<>();
        for (String file : List.of("docker-compose.yml", "deploy/observability/compose.yml")) {
            VARIABLE.matcher(read(file))
                    .results()
                    .forEach(variable -> used.putIfAbsent(variable.group(1), variable.group(2)));
        }
        names(PASSED_THROUGH, read("docker-compose.yml")).forEach(name -> used.putIfAbsent(name, ""));

        Map<String, String> documented = Files.readAllLines(PROJECT.resolve(".env.example")).stream()
                .map(EXAMPLE::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2), (a, _) -> a, TreeMap::new));

        assertThat(documented).isEqualTo(used);
    }

    @Test
    void givesTheServicesOnlyDocumentedSettings() throws IOException {
        String page = read("docs/settings.md");
        String services = read("docker-compose.yml").split("\n {2}customers-postgres:", 2)[0];
        String common = services.substring(services.indexOf("x-environment"), services.indexOf("x-postgres"));
        String own = services.substring(services.indexOf("\n  customers-service:"));
        Set<String> set = names(SET, own);
        set.addAll(names(Pattern.compile("^ {2}([A-Z_]+): ", Pattern.MULTILINE), common));

        assertThat(set)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(page).contains("| `%s` |".formatted(name.replaceFirst("_FILE$", ""))));
    }

    @Test
    void fillsEveryPlaceholderInTheTemplatesOfNginx() throws IOException {
        Set<String> placeholders = new TreeSet<>();
        for (String template : List.of("upstreams", "http", "https")) {
            placeholders.addAll(names(PLACEHOLDER, read("deploy/nginx/" + template + ".conf.template")));
        }
        String compose = read("docker-compose.yml");
        String nginx = compose.substring(compose.indexOf("\n  nginx:"), compose.indexOf("\n  customers-service:"));

        assertThat(names(SET, nginx)).isEqualTo(placeholders);
        assertThat(names(ENVSUBST, read("docs/deployment.md"))).isEqualTo(placeholders);
    }

    @Test
    void hasEveryPartOfTheObservabilityProfile() throws IOException {
        String own = read("deploy/observability/compose.yml");
        Set<String> parts = names(
                Pattern.compile("^ {2}([a-z]+):\\R {4}image:", Pattern.MULTILINE),
                own.substring(own.indexOf("\nservices:")));
        Set<String> included = names(
                Pattern.compile("deploy/observability/compose\\.yml, service: ([a-z]+)"), read("docker-compose.yml"));

        assertThat(parts).hasSizeGreaterThan(4);
        assertThat(included).isEqualTo(parts);
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(String file) throws IOException {
        return Files.readString(PROJECT.resolve(file));
    }
}
