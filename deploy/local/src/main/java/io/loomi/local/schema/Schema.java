package io.loomi.local.schema;

import java.util.List;
import java.util.stream.Stream;

/** The schema of a service's database. Columns are in the order of the table; everything else is sorted by name. */
record Schema(String service, List<Table> tables, List<Function> functions, List<Trigger> triggers) {

    /** @param comment empty if there is none */
    record Table(
            String name, String comment, List<Column> columns, List<Constraint> constraints, List<Index> indexes) {}

    /**
     * @param defaultExpression the default or generated value in SQL; empty if there is none
     * @param comment empty if there is none
     */
    record Column(String name, String type, boolean nullable, String defaultExpression, String comment) {}

    /**
     * A primary key, a unique or foreign key, or a check.
     *
     * @param references the table that a foreign key refers to; empty for other constraints
     */
    record Constraint(String name, Kind kind, String definition, List<String> columns, String references) {}

    /** The kinds of constraints, in the order of the page. */
    enum Kind {
        PRIMARY_KEY,
        UNIQUE,
        FOREIGN_KEY,
        CHECK
    }

    /** An index that does not belong to a constraint. */
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
