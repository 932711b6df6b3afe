package io.loomi.common.launch;

import io.loomi.common.config.Setting;
import io.loomi.common.config.Settings;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** A service that the launcher can start. */
public interface Service {

    /** The name, which is also the class path folder of the contract and the migrations. */
    String name();

    /** All settings that the service reads. */
    List<Setting<?>> settings();

    default DatabaseConfig database(Settings settings) {
        return DatabaseConfig.from(settings);
    }

    /**
     * Reads the settings, creates what the instances share, and returns the factory of the instances. Fails with a
     * {@link io.loomi.common.config.StartFailure}.
     */
    Future<VerticleFactory> prepare(Vertx vertx, Settings settings, Metrics metrics);
}
