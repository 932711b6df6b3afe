package io.loomi.local.schema;

import io.loomi.local.schema.Schema.Column;
import io.loomi.local.schema.Schema.Constraint;
import io.loomi.local.schema.Schema.Kind;
import io.loomi.local.schema.Schema.Table;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of a schema and their foreign keys, as an entity diagram of Mermaid. */
final class EntityDiagram {

    /** Mermaid's abbreviations of the kinds of keys. */
    private static final Map<Kind, String> KEYS =
            Map.of(Kind.PRIMARY_KEY, "PK", Kind.FOREIGN_KEY, "FK", Kind.UNIQUE, "UK");

    private EntityDiagram() {}

    static String of(Schema schema) {
        return Stream.concat(
                        schema.tables().stream().flatMap(EntityDiagram::entity),
                        schema.tables().stream().flatMap(EntityDiagram::relations))
                .collect(Collectors.joining("\n", "```mermaid\nerDiagram\n", "\n```"));
    }

    private static Stream<String> entity(Table table) {
        return Stream.of(
                        Stream.of("  " + table.name() + " {"),
                        table.columns().stream().map(column -> attribute(table, column)),
                        Stream.of("  }"))
                .flatMap(lines -> lines);
    }

    private static String attribute(Table table, Column column) {
        return "    %s %s %s"
                .formatted(type(column), column.name(), keys(table, column))
                .stripTrailing();
    }

    /** Without the precision of a number: Mermaid allows neither spaces nor commas in a type. */
    private static String type(Column column) {
        return column.type()
                .replace("timestamp with time zone", "timestamptz")
                .replace("character varying", "varchar")
                .replaceAll("\\(\\d+,\\d+\\)", "")
                .replace(' ', '_');
    }

    private static String keys(Table table, Column column) {
        return table.constraints().stream()
                .filter(constraint -> constraint.columns().contains(column.name()))
                .map(Constraint::kind)
                .filter(KEYS::containsKey)
                .distinct()
                .map(KEYS::get)
                .collect(Collectors.joining(", "));
    }

    private static Stream<String> relations(Table table) {
        return table.constraints().stream()
                .filter(constraint -> constraint.kind() == Kind.FOREIGN_KEY)
                .map(key -> "  %s %s--%s %s : \"%s\""
                        .formatted(
                                key.references(),
                                isOptional(table, key) ? "|o" : "||",
                                isUnique(table, key) ? "o|" : "o{",
                                table.name(),
                                String.join(", ", key.columns())));
    }

    private static boolean isOptional(Table table, Constraint key) {
        return table.columns().stream()
                .filter(column -> key.columns().contains(column.name()))
                .anyMatch(Column::nullable);
    }

    /** Whether at most one row refers to the same row. */
    private static boolean isUnique(Table table, Constraint key) {
        return table.constraints().stream()
                .filter(constraint -> List.of(Kind.PRIMARY_KEY, Kind.UNIQUE).contains(constraint.kind()))
                .anyMatch(constraint -> key.columns().containsAll(constraint.columns()));
    }
}
