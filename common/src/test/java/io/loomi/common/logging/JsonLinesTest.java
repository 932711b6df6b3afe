package io.loomi.common.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.OutputStreamAppender;
import io.loomi.common.tracing.Correlation;
import io.loomi.common.tracing.CorrelationId;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.Validator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The log lines, with the appender and the encoder of the services. */
class JsonLinesTest {

    private LoggerContext loggers = new LoggerContext();
    private ByteArrayOutputStream output = new ByteArrayOutputStream();

    @Test
    void writesOneObjectInEachLine() {
        JsonObject line = logged(logger -> logger.atInfo()
                .addKeyValue("userId", "user-789")
                .addKeyValue("amount", new java.math.BigDecimal("100.50"))
                .log("Transaction created"));

        assertThat(line.fieldNames())
                .containsExactly("timestamp", "level", "service", "correlationId", "message", "metadata");
        assertThat(Instant.parse(line.getString("timestamp")))
                .isBefore(Instant.now().plusSeconds(1));
        assertThat(line.getString("level")).isEqualTo("info");
        assertThat(line.getString("service")).isEqualTo("transactions");
        assertThat(line.getString("correlationId")).isEqualTo("req-123-456");
        assertThat(line.getString("message")).isEqualTo("Transaction created");
        assertThat(line.getJsonObject("metadata").getMap()).containsOnlyKeys("traceId", "userId", "amount");
        assertThat(line.getJsonObject("metadata").getString("traceId")).matches("[0-9a-f]{32}");
    }

    @Test
    void matchesItsSchema() throws IOException {
        JsonSchema schema =
                JsonSchema.of(new JsonObject(Files.readString(Path.of("src/test/resources/log-line.schema.json"))));
        Validator validator = Validator.create(
                schema, new JsonSchemaOptions().setBaseUri("urn:test").setDraft(Draft.DRAFT202012));

        assertThat(validator.validate(logged(logger -> logger.info(""))).getValid())
                .isFalse();
        assertThat(List.<java.util.function.Consumer<Logger>>of(
                        logger -> logger.warn("Redis unreachable"),
                        logger -> logger.error("Failed", new IllegalStateException("why")),
                        logger -> logger.atInfo().addKeyValue("status", 200).log("Request answered")))
                .allSatisfy(work ->
                        assertThat(validator.validate(logged(work)).getValid()).isTrue());
        assertThat(validator
                        .validate(logged(logger ->
                                logger.atInfo().addKeyValue("passwordHash", "x").log("Signed in")))
                        .getValid())
                .isFalse();
    }

    @Test
    void keepsAStackTraceInsideTheLine() {
        JsonObject line = logged(logger -> logger.error("Failed", new IllegalStateException("why")));

        assertThat(line.getString("level")).isEqualTo("error");
        assertThat(line.getJsonObject("metadata").getString("stackTrace")).contains("IllegalStateException: why");
    }

    @Test
    void escapesLineBreaksAndJson() {
        JsonObject line = logged(logger -> logger.info("a\n{\"level\":\"fake\"}"));

        assertThat(line.getString("message")).isEqualTo("a\n{\"level\":\"fake\"}");
    }

    /** The only line that the work logs, in a request's context of the transactions service. */
    private JsonObject logged(java.util.function.Consumer<Logger> work) {
        loggers = new LoggerContext();
        output = new ByteArrayOutputStream();
        ContextAppender appender = appender();
        Logger logger = loggers.getLogger("test");
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
        onVerticle(() -> work.accept(logger));
        loggers.stop();
        String text = output.toString(StandardCharsets.UTF_8);
        assertThat(text.strip().lines()).hasSize(1);
        return new JsonObject(text);
    }

    private ContextAppender appender() {
        JsonLines encoder = new JsonLines();
        encoder.setContext(loggers);
        encoder.start();
        OutputStreamAppender<ch.qos.logback.classic.spi.ILoggingEvent> sink = new OutputStreamAppender<>();
        sink.setContext(loggers);
        sink.setEncoder(encoder);
        sink.setOutputStream(output);
        sink.start();
        ContextAppender appender = new ContextAppender();
        appender.setContext(loggers);
        appender.addAppender(sink);
        appender.start();
        return appender;
    }

    private static void onVerticle(Runnable work) {
        Vertx vertx = Vertx.vertx();
        Promise<Void> done = Promise.promise();
        VerticleBase verticle = new VerticleBase() {
            @Override
            public Future<?> start() {
                Context request = ((ContextInternal) context).duplicate();
                request.runOnContext(_ -> {
                    Correlation.bind(CorrelationId.from("req-123-456", null));
                    work.run();
                    done.complete();
                });
                return Future.succeededFuture();
            }
        };
        JsonObject config = new JsonObject(Map.of(ContextAppender.SERVICE, "transactions"));
        vertx.deployVerticle(verticle, new DeploymentOptions().setConfig(config))
                .await();
        done.future().await();
        vertx.close().await();
    }
}
