package io.loomi.common.tracing;

import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.EventBus;

/** Sends the correlation id with every event-bus message, in its headers. */
public final class EventBusCorrelation {

    private EventBusCorrelation() {}

    public static void install(EventBus bus) {
        bus.addOutboundInterceptor(EventBusCorrelation::send);
        bus.addInboundInterceptor(EventBusCorrelation::receive);
    }

    private static void send(DeliveryContext<Object> delivery) {
        Correlation.current().ifPresent(id -> {
            var headers = delivery.message().headers().set(CorrelationId.HEADER, id.value());
            if (!Correlation.isTraced()) {
                headers.set(TraceParent.HEADER, id.trace().next());
            }
        });
        delivery.next();
    }

    private static void receive(DeliveryContext<Object> delivery) {
        var headers = delivery.message().headers();
        if (headers.contains(CorrelationId.HEADER)) {
            Correlation.bind(CorrelationId.from(headers.get(CorrelationId.HEADER), headers.get(TraceParent.HEADER)));
        }
        delivery.next();
    }
}
