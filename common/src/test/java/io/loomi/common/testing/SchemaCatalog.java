package io.loomi.common.testing;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Describes the schema of a database, with one line for each of its objects. The order of columns does not matter. */
public final class SchemaCatalog {

    private static final List<String> QUERIES = List.of(
            """
            SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                   || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')
                   || ': ' || coalesce(col_description(c.oid, a.attnum), 'NO COMMENT')
              FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
              LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
               AND c.relname <> 'flyway_schema_history'
            """,
            """
            SELECT 'table ' || relname || ': ' || coalesce(obj_description(oid, 'pg_class'), 'NO COMMENT')
              FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
               AND relname <> 'flyway_schema_history'
            """,
            """
            SELECT 'constraint ' || conrelid::regclass || '.' || conname || ' ' || pg_get_constraintdef(oid)
              FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype NOT IN ('n', 't')
               AND conrelid <> 0 AND conrelid <> 'flyway_schema_history'::regclass
            """,
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'flyway_schema_history'",
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
            """
            SELECT pg_get_functiondef(p.oid) || ': ' || coalesce(obj_description(p.oid, 'pg_proc'), 'NO COMMENT') FROM pg_proc AS p
             WHERE p.pronamespace = 'public'::regnamespace
               AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.objid = p.oid AND e.deptype = 'e')
            """);

    private SchemaCatalog() {}

    public static Set<String> of(Vertx vertx, String database) {
        PgConnection connection =
                PgConnection.connect(vertx, PgConnectOptions.fromUri(database)).await();
        try {
            Set<String> lines = new TreeSet<>();
            QUERIES.forEach(
                    query -> connection.query(query).execute().await().forEach(row -> lines.add(row.getString(0))));
            return lines;
        } finally {
            connection.close().await();
        }
    }
}
