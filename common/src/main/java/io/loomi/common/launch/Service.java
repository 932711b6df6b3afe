package io.loomi.common.launch;

import io.loomi.common.config.Setting;
import io.loomi.common.config.Settings;
import io.loomi.common.database.DatabaseConfig;
import io.loomi.common.metrics.Metrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** A service as the launcher sees it. */
public interface Service {

    /** Also the folder of its contract and its migrations on the class path. */
    String name();

    /** Everything that it reads from the {@link Settings}. */
    List<Setting<?>> settings();

    default DatabaseConfig database(Settings settings) {
        return DatabaseConfig.from(settings);
    }

    /**
     * Reads the settings and makes what the instances share, and so what makes an instance; fails with a {@link
     * io.loomi.common.config.StartFailure}.
     */
    Future<VerticleFactory> prepare(Vertx vertx, Settings settings, Metrics metrics);
}
