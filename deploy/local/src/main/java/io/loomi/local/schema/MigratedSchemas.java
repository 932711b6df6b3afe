package io.loomi.local.schema;

import io.loomi.common.launch.Service;
import io.loomi.common.launch.ServiceLauncher;
import io.loomi.customers.Customers;
import io.loomi.local.LocalPostgres;
import io.loomi.transactions.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The schemas of both services, as their migrations make them. */
final class MigratedSchemas {

    /** The databases that {@link #in} migrates. */
    static final List<String> DATABASES = List.of("customers", "transactions");

    private MigratedSchemas() {}

    /** Migrates both databases and reads their schemas. */
    static List<Schema> in(LocalPostgres postgres) {
        List<Schema> schemas = new ArrayList<>();
        for (Service service : List.of(new Customers(Clock.systemUTC()), new Transactions(Clock.systemUTC()))) {
            migrate(service, postgres.url(service.name()));
            schemas.add(read(service.name(), postgres));
        }
        return schemas;
    }

    private static void migrate(Service service, String url) {
        ServiceLauncher.migrate(service, Map.of("DATABASE_URL", url, "LOG_LEVEL", "warn"))
                .await();
    }

    private static Schema read(String service, LocalPostgres postgres) {
        try (Connection connection = postgres.connect(service)) {
            return new SchemaReader(connection).read(service);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
