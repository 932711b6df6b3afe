package io.loomi.common.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Work that goes on through a message keeps its correlation. */
@ExtendWith(VertxExtension.class)
class EventBusCorrelationTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private Vertx vertx;

    @BeforeEach
    void listen(Vertx vertx) {
        this.vertx = vertx;
        EventBusCorrelation.install(vertx.eventBus());
        vertx.eventBus()
                .consumer("who", message -> message.reply(Correlation.current()
                        .map(id -> id.value() + " " + id.trace().traceId())
                        .orElse("nobody")));
    }

    @Test
    void travelsWithAMessage() {
        assertThat(asked(CorrelationId.from("order-17", "00-" + TRACE + "-b7ad6b7169203331-01")))
                .isEqualTo("order-17 " + TRACE);
    }

    @Test
    void isNotInventedForWorkThatHasNone() {
        Message<String> answer =
                vertx.eventBus().<String>request("who", "?").await();

        assertThat(answer.body()).isEqualTo("nobody");
    }

    @Test
    void doesNotStayBehindForTheNextMessage() {
        asked(CorrelationId.from("order-17", null));

        assertThat(asked(CorrelationId.from("order-18", null))).startsWith("order-18 ");
        Message<String> answer =
                vertx.eventBus().<String>request("who", "?").await();
        assertThat(answer.body()).isEqualTo("nobody");
    }

    @Test
    void isNowhereOnAThreadWithoutAContext() {
        Correlation.bind(CorrelationId.from("lost", null));

        assertThat(Correlation.current()).isEmpty();
    }

    /** What the consumer saw, asked on a context of its own as a request has it. */
    private String asked(CorrelationId id) {
        ContextInternal request =
                ((VertxInternal) vertx).createEventLoopContext().duplicate();
        Future<Message<String>> answer = Future.future(promise -> request.runOnContext(_ -> {
            Correlation.bind(id);
            vertx.eventBus().<String>request("who", "?").onComplete(promise);
        }));
        return answer.await().body();
    }
}
