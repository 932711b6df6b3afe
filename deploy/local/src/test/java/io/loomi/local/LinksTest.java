package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Every relative link of the documents leads to a file, and to a heading in it if it names one. */
class LinksTest {

    private static final Path PROJECT = Path.of("../..");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:\\s]*)(?:#([^)]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    @Test
    void leadToExistingFilesAndHeadings() throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> pages = pages();
        for (Path page : pages) {
            LINK.matcher(Files.readString(page))
                    .results()
                    .filter(link -> !leads(page, link.group(1), link.group(2)))
                    .forEach(link -> broken.add(PROJECT.relativize(page) + " " + link.group()));
        }

        assertThat(pages).hasSizeGreaterThan(50);
        assertThat(broken).isEmpty();
    }

    @Test
    void reachEveryPageFromTheIndex() throws IOException {
        Set<Path> linked = Stream.of("README.md", "docs/README.md", "docs/decisions/README.md")
                .map(PROJECT::resolve)
                .flatMap(page -> LINK.matcher(read(page)).results().map(link -> target(page, link.group(1))))
                .collect(Collectors.toSet());

        assertThat(pages().stream().filter(page -> page.startsWith(PROJECT.resolve("docs"))))
                .allSatisfy(page -> assertThat(linked).contains(page.normalize()));
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
            return Stream.concat(
                            docs,
                            Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "deploy/observability/README.md")
                                    .map(PROJECT::resolve))
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static boolean leads(Path page, String file, @Nullable String heading) {
        Path target = target(page, file);
        return Files.exists(target) && (heading == null || anchors(target).contains(heading));
    }

    private static Path target(Path page, String file) {
        return (file.isEmpty() ? page : page.resolveSibling(file)).normalize();
    }

    /** The anchors that GitHub generates from the headings of a page. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(read(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
