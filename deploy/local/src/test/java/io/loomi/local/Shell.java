package io.loomi.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs what the documents tell a reader to type. */
final class Shell {

    static final Path PROJECT = Path.of("../..");

    private static final Pattern BLOCK = Pattern.compile("^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private Shell() {}

    /** The shell blocks of a Markdown page. */
    static Stream<String> blocks(String page) throws IOException {
        return BLOCK.matcher(Files.readString(PROJECT.resolve(page)))
                .results()
                .map((MatchResult found) -> found.group(1));
    }

    /** Runs bash with these arguments, and returns what it printed; fails unless it succeeds within a minute. */
    static String bash(Path output, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of("bash"), Stream.of(arguments)).toList());
        builder.environment()
                .keySet()
                .removeAll(List.of("LOOMI_URL", "ADMIN_EMAIL", "ADMIN_PASSWORD", "CUSTOMERS_URL"));
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        process.destroyForcibly();
        String printed = Files.readString(output);
        assertThat(ended).as(printed).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
