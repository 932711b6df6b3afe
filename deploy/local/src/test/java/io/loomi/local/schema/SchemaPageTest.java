package io.loomi.local.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loomi.common.config.StartFailure;
import io.loomi.common.testing.Slow;
import io.loomi.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/schema.md shows the schemas that the migrations make. */
@Slow
class SchemaPageTest {

    private static final Path PAGE = Path.of("../../docs/schema.md");

    @TempDir
    private static Path folder;

    private static LocalPostgres postgres;

    @BeforeAll
    static void startPostgres() {
        postgres = LocalPostgres.start(folder.resolve("postgres"), MigratedSchemas.DATABASES);
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.stop();
    }

    @Test
    void isUpToDate() throws IOException {
        String expected = SchemaPage.of(MigratedSchemas.in(postgres));

        assertThat(Files.readString(PAGE)).as("run ./loomi schema").isEqualTo(expected);
    }

    @Test
    void refusesWhatHasNoComment() {
        MigratedSchemas.in(postgres);
        postgres.execute("customers", "CREATE TABLE bare (id integer)");
        postgres.execute("customers", "CREATE FUNCTION nothing() RETURNS void LANGUAGE sql AS ''");
        List<Schema> schemas = MigratedSchemas.in(postgres);
        postgres.execute("customers", "DROP TABLE bare; DROP FUNCTION nothing()");

        assertThatThrownBy(() -> SchemaPage.of(schemas))
                .isInstanceOf(StartFailure.class)
                .hasMessage("There is no comment on table customers.bare, column customers.bare.id,"
                        + " function customers.nothing: add it to the migrations.");
    }
}
