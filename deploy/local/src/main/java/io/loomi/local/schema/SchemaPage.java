package io.loomi.local.schema;

import io.loomi.common.config.StartFailure;
import io.loomi.local.schema.Schema.Column;
import io.loomi.local.schema.Schema.Function;
import io.loomi.local.schema.Schema.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page docs/schema.md: for each schema a diagram, the tables, the functions and the triggers. */
final class SchemaPage {

    private static final String INTRODUCTION = """
            # Schema

            The tables, functions and triggers of both services, as their migrations make them. `./loomi schema` generates this
            page from the catalog of PostgreSQL. Do not edit it: change a migration, and run `./loomi schema` again.

            PostgreSQL makes an index for each primary key and unique constraint. These indexes are not listed again.""";

    private static final String BLANK_LINE = "\n\n";

    private SchemaPage() {}

    /** @throws StartFailure if a table, a column or a function has no comment */
    static String of(List<Schema> schemas) {
        requireComments(schemas);
        return Stream.concat(Stream.of(INTRODUCTION), schemas.stream().flatMap(SchemaPage::service))
                .collect(Collectors.joining(BLANK_LINE, "", "\n"));
    }

    private static void requireComments(List<Schema> schemas) {
        String missing = schemas.stream()
                .flatMap(schema -> schema.withoutComment().stream())
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new StartFailure("There is no comment on %s: add it to the migrations.".formatted(missing));
        }
    }

    private static Stream<String> service(Schema schema) {
        String service = schema.service();
        return Stream.of(
                        Stream.of("## " + service, EntityDiagram.of(schema)),
                        schema.tables().stream().flatMap(table -> table(service, table)),
                        list(
                                "### %s: functions".formatted(service),
                                schema.functions().stream().map(SchemaPage::function)),
                        list(
                                "### %s: triggers".formatted(service),
                                schema.triggers().stream()
                                        .map(trigger -> definition(trigger.name(), trigger.definition()))))
                .flatMap(blocks -> blocks);
    }

    /** The heading names the service, because tables of both have the same name. */
    private static Stream<String> table(String service, Table table) {
        return Stream.of(
                        Stream.of("### %s: %s".formatted(service, table.name()), table.comment(), columns(table)),
                        list(
                                "Constraints:",
                                table.constraints().stream()
                                        .map(constraint -> definition(constraint.name(), constraint.definition()))),
                        list(
                                "Further indexes:",
                                table.indexes().stream().map(index -> definition(index.name(), index.definition()))))
                .flatMap(blocks -> blocks);
    }

    private static String columns(Table table) {
        return table.columns().stream()
                .map(SchemaPage::column)
                .collect(Collectors.joining(
                        "\n", "| column | type | null | default | comment |\n|---|---|---|---|---|\n", ""));
    }

    private static String column(Column column) {
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        column.name(),
                        column.type(),
                        column.nullable() ? "yes" : "no",
                        column.defaultExpression().isEmpty() ? "" : "`" + cell(column.defaultExpression()) + "`",
                        cell(column.comment()));
    }

    private static String function(Function function) {
        return "- `%s(%s) → %s`: %s"
                .formatted(function.name(), function.arguments(), function.result(), function.comment());
    }

    private static String definition(String name, String definition) {
        return "- `%s`: `%s`".formatted(name, oneLine(definition));
    }

    /** A title and its list; nothing if the list is empty. */
    private static Stream<String> list(String title, Stream<String> items) {
        String list = items.collect(Collectors.joining("\n"));
        return list.isEmpty() ? Stream.empty() : Stream.of(title, list);
    }

    private static String cell(String text) {
        return oneLine(text).replace("|", "\\|");
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }
}
