package io.loomi.local.schema;

import io.loomi.common.config.StartFailure;
import io.loomi.local.LocalPostgres;
import io.loomi.local.process.RunningComponents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code ./loomi schema}: writes docs/schema.md from the schemas of a temporary PostgreSQL. */
public final class SchemaCommand {

    private SchemaCommand() {}

    public static void main(String... arguments) {
        System.setProperty("LOG_LEVEL", "warn");
        if (arguments.length > 0) {
            System.err.println("usage: ./loomi schema");
            System.exit(2);
        }
        RunningComponents started = new RunningComponents();
        Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop"));
        System.exit(run(Path.of(System.getProperty("loomi.project", "."), "docs", "schema.md"), started));
    }

    /** Returns the exit code. A failure of a start that a signal has stopped is not reported. */
    private static int run(Path page, RunningComponents started) {
        try {
            Files.writeString(page, page(started));
            System.out.println(page + " is up to date");
            return 0;
        } catch (IOException failure) {
            System.err.println("%s cannot be written: %s".formatted(page, failure.getMessage()));
        } catch (RuntimeException failure) {
            if (!started.isStopping()) {
                System.err.println(
                        failure instanceof StartFailure
                                ? failure.getMessage()
                                : "The schema cannot be read: " + failure);
            }
        }
        return 1;
    }

    private static String page(RunningComponents started) {
        TemporaryFolder folder = started.start(TemporaryFolder::create, TemporaryFolder::remove);
        LocalPostgres postgres = started.start(
                () -> LocalPostgres.start(folder.path().resolve("postgres"), MigratedSchemas.DATABASES),
                LocalPostgres::stop);
        return SchemaPage.of(MigratedSchemas.in(postgres));
    }
}
