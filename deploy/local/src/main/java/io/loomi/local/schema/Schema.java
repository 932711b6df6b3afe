package io.loomi.local.schema;

import java.util.List;
import java.util.stream.Stream;

/** The schema of a service's database. Columns are in their order, everything else is sorted by name. */
record Schema(String service, List<Table> tables, List<Function> functions, List<Trigger> triggers) {

    /** @param comment empty if there is none */
    record Table(
            String name, String comment, List<Column> columns, List<Constraint> constraints, List<Index> indexes) {}

    /**
     * @param fallback what PostgreSQL writes if a statement names no value; empty if nothing
     * @param comment empty if there is none
     */
    record Column(String name, String type, boolean nullable, String fallback, String comment) {}

    /**
     * A primary key, a unique or foreign key, or a check.
     *
     * @param references the table that a foreign key leads to; empty for others
     */
    record Constraint(String name, Kind kind, String definition, List<String> columns, String references) {}

    /** The kinds of constraints, in the order of the page. */
    enum Kind {
        PRIMARY_KEY,
        UNIQUE,
        FOREIGN_KEY,
        CHECK
    }

    /** An index that no constraint has made. */
    record Index(String name, String definition) {}

    /** @param comment empty if there is none */
    record Function(String name, String arguments, String result, String comment) {}

    record Trigger(String name, String definition) {}

    /** The tables, columns and functions without a comment, such as {@code column customers.users.name}. */
    List<String> withoutComment() {
        return Stream.of(
                        tables.stream()
                                .filter(table -> table.comment().isEmpty())
                                .map(table -> "table %s.%s".formatted(service, table.name())),
                        tables.stream().flatMap(this::columnsWithoutComment),
                        functions.stream()
                                .filter(function -> function.comment().isEmpty())
                                .map(function -> "function %s.%s".formatted(service, function.name())))
                .flatMap(missing -> missing)
                .toList();
    }

    private Stream<String> columnsWithoutComment(Table table) {
        return table.columns().stream()
                .filter(column -> column.comment().isEmpty())
                .map(column -> "column %s.%s.%s".formatted(service, table.name(), column.name()));
    }
}
