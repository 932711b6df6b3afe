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
 * Takes changed signing keys over while the service runs. It reads the few small files anew and compares them, as their times
 * are no proof; what is broken changes nothing and is one line in the log.
 */
public final class SigningKeyReloader {

    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final SigningKeySource source;
    private final Consumer<List<SigningKey>> rules;
    private List<String> seen = List.of();
    private String complaint = "";

    /** @param rules throws a {@link StartFailure} for keys that may not be used */
    public SigningKeyReloader(Vertx vertx, SigningKeySource source, Consumer<List<SigningKey>> rules) {
        this.vertx = vertx;
        this.source = source;
        this.rules = rules;
    }

    /** Reads the keys and watches them for as long as Vert.x runs; fails with a {@link StartFailure}. */
    public Future<SigningKeys> start() {
        return vertx.executeBlocking(this::read).map(Objects::requireNonNull).map(keys -> {
            SigningKeys shared = new SigningKeys(keys);
            if (source.isWatchable()) {
                // the next look is planned when one is over, so that there is one at a time
                vertx.setTimer(PERIOD.toMillis(), _ -> look(shared));
            }
            return shared;
        });
    }

    private void look(SigningKeys shared) {
        vertx.<Void>executeBlocking(() -> {
                    takeOver(shared);
                    return null;
                })
                .onFailure(failure -> complain(String.valueOf(failure)))
                .onComplete(_ -> vertx.setTimer(PERIOD.toMillis(), _ -> look(shared)));
    }

    private List<SigningKey> read() {
        List<String> texts = source.texts();
        List<SigningKey> keys = SigningKeySource.keys(texts);
        rules.accept(keys);
        seen = texts;
        return keys;
    }

    private void takeOver(SigningKeys shared) {
        try {
            if (source.texts().equals(seen)) {
                complaint = "";
                return;
            }
            List<SigningKey> keys = read();
            shared.replace(keys);
            complaint = "";
            logger().atInfo()
                    .addKeyValue("keyIds", keys.stream().map(SigningKey::id).toList())
                    .log("Signing keys changed: the first of them signs from now on");
        } catch (StartFailure broken) {
            complain(String.valueOf(broken.getMessage()));
        }
    }

    private void complain(String cause) {
        if (!cause.equals(complaint)) {
            complaint = cause;
            logger().atError()
                    .addKeyValue("cause", cause)
                    .log("Changed signing keys refused: the ones before stay in use");
        }
    }

    private static Logger logger() {
        return LoggerFactory.getLogger(SigningKeyReloader.class); // not before main has named the service
    }
}
