package io.loomi.customers.services;

import io.loomi.common.config.StartFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads changed signing keys while the service runs. It compares the contents of the files, because modification
 * times are not reliable. Invalid keys change nothing and are logged once.
 */
public final class SigningKeyReloader {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final SigningKeySource source;
    private final Consumer<List<SigningKey>> rules;
    private List<String> loaded = List.of();
    private String lastError = "";

    /** @param rules throws a {@link StartFailure} for keys that are not allowed */
    public SigningKeyReloader(Vertx vertx, SigningKeySource source, Consumer<List<SigningKey>> rules) {
        this.vertx = vertx;
        this.source = source;
        this.rules = rules;
    }

    /** Loads the keys and checks them for changes while Vert.x runs. Fails with a {@link StartFailure}. */
    public Future<SigningKeys> start() {
        return vertx.executeBlocking(this::load).map(Objects::requireNonNull).map(keys -> {
            SigningKeys shared = new SigningKeys(keys);
            if (source.isWatchable()) {
                // each check schedules the next one, so that two checks never run at the same time
                vertx.setTimer(INTERVAL.toMillis(), _ -> check(shared));
            }
            return shared;
        });
    }

    private void check(SigningKeys shared) {
        vertx.<Void>executeBlocking(() -> {
                    reload(shared);
                    return null;
                })
                .onFailure(failure -> logOnce(String.valueOf(failure)))
                .onComplete(_ -> vertx.setTimer(INTERVAL.toMillis(), _ -> check(shared)));
    }

    private List<SigningKey> load() {
        List<String> texts = source.texts();
        List<SigningKey> keys = SigningKeySource.keys(texts);
        rules.accept(keys);
        loaded = texts;
        return keys;
    }

    private void reload(SigningKeys shared) {
        try {
            if (source.texts().equals(loaded)) {
                lastError = "";
                return;
            }
            List<SigningKey> keys = load();
            shared.replace(keys);
            lastError = "";
            logger().atInfo()
                    .addKeyValue("keyIds", keys.stream().map(SigningKey::id).toList())
                    .log("Signing keys changed: the first one signs now");
        } catch (StartFailure refused) {
            logOnce(String.valueOf(refused.getMessage()));
        }
    }

    private void logOnce(String cause) {
        if (!cause.equals(lastError)) {
            lastError = cause;
            logger().atError()
                    .addKeyValue("cause", cause)
                    .log("Changed signing keys refused: the previous ones stay in use");
        }
    }

    private static Logger logger() {
        // not a constant, because main must set the service name first
        return LoggerFactory.getLogger(SigningKeyReloader.class);
    }
}
