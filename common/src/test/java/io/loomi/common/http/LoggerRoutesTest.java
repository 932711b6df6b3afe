package io.loomi.common.http;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import io.loomi.common.errors.Failure;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.EchoService;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.Slow;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** An administrator changes log levels without a restart. */
@Slow
class LoggerRoutesTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TokenForge FORGE = TokenForge.create();
    private static final String NAME = "io.loomi.common.middlewares.AccessLog";

    private static final String CUSTOMER = FORGE.token(UUID.randomUUID(), "read:secret");

    private static EchoService echo;
    private static ServiceBench bench;

    private final Logger logger = (Logger) LoggerFactory.getLogger(NAME);
    private final String admin = FORGE.token(UUID.randomUUID(), "admin:users");

    @BeforeAll
    static void start() {
        echo = new EchoService(FORGE);
        bench = ServiceBench.start(echo, Map.of("DATABASE_URL", Backend.shared().createDatabase("loggers")));
    }

    @AfterAll
    static void stop() {
        bench.close();
        VERTX.close().await();
    }

    @AfterEach
    void reset() {
        logger.setLevel(null);
        echo.setRevocationCheck(Future.succeededFuture(false));
    }

    @Test
    void changesALevelAndResetsIt() {
        assertThat(change(NAME, "{\"level\": \"debug\"}")
                        .json()
                        .getJsonObject("loggers")
                        .getString(NAME))
                .isEqualTo("debug");
        assertThat(logger.isDebugEnabled()).isTrue();
        assertThat(bench.api()
                        .get("/loggers")
                        .as(admin)
                        .send()
                        .json()
                        .getJsonObject("loggers")
                        .getString(NAME))
                .isEqualTo("debug");

        assertThat(change(NAME, "{\"level\": null}")
                        .json()
                        .getJsonObject("loggers")
                        .containsKey(NAME))
                .isFalse();
        assertThat(logger.getLevel()).isNull();
    }

    @Test
    void changesAWholePackage() {
        Logger all = (Logger) LoggerFactory.getLogger("io.loomi.common.middlewares");

        assertThat(change("io.loomi.common.middlewares", "{\"level\": \"trace\"}"))
                .hasStatus(200);
        assertThat(logger.isTraceEnabled()).isTrue();

        all.setLevel(null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"level\": 5}",
                "{\"level\": \"loud\"}",
                "{\"level\": \"info\", \"level\": \"debug\"}",
                "{\"level\": \"info\"} {}"
            })
    void refusesAnInvalidLevel(String body) {
        assertThat(change(NAME, body)).isProblem(400, "invalid-request");
        assertThat(logger.getLevel()).isNull();
    }

    @Test
    void refusesAnUnknownLogger() {
        assertThat(change("no.such.logger", "{\"level\": \"debug\"}")).isProblem(404, "not-found");
        assertThat(change("ROOT", "{\"level\": null}")).isProblem(404, "not-found");
    }

    @Test
    void admitsAdministratorsWhileRevocationsAreUnavailable() {
        echo.setRevocationCheck(Future.failedFuture(new Failure.Unavailable("The sessions cannot be read.")));

        assertThat(bench.api().get("/loggers").as(admin).send()).hasStatus(200);
        assertThat(change(NAME, "{\"level\": \"debug\"}")).hasStatus(200);
        assertThat(bench.api().get("/health").as(admin).send().json().containsKey("checks"))
                .isTrue();
        assertThat(bench.api().get("/loggers").as(CUSTOMER).send()).isProblem(403, "missing-permission");
        assertThat(bench.api().get("/health").as(CUSTOMER).send().json().containsKey("checks"))
                .isFalse();
    }

    @Test
    void refusesARevokedToken() {
        echo.setRevocationCheck(Future.succeededFuture(true));

        assertThat(bench.api().get("/loggers").as(admin).send()).isProblem(401, "revoked-token");
        assertThat(change(NAME, "{\"level\": \"debug\"}")).isProblem(401, "revoked-token");
        assertThat(bench.api().get("/health").as(admin).send().json().containsKey("checks"))
                .isFalse();
    }

    @Test
    void admitsOnlyAdministrators() {
        assertThat(bench.api().get("/loggers").send()).isProblem(401, "missing-token");
        assertThat(bench.api().get("/loggers").as(CUSTOMER).send()).isProblem(403, "missing-permission");
        assertThat(bench.api().call("PUT", "/loggers/" + NAME).json("{\"level\": \"debug\"}"))
                .isProblem(401, "missing-token");
        assertThat(bench.api().call("PUT", "/loggers/" + NAME).as(CUSTOMER).json("{\"level\": \"debug\"}"))
                .isProblem(403, "missing-permission");
        assertThat(logger.getLevel()).isNull();
    }

    private Answer change(String name, String body) {
        return bench.api().call("PUT", "/loggers/" + name).as(admin).json(body);
    }
}
