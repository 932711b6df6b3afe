package io.loomi.common.bus;

/** A question got no answer over the event bus: nobody listens, or nobody answered in time. Another way may be open. */
public final class NoReply extends RuntimeException {

    NoReply(String cause) {
        super(cause, null, false, false);
    }
}
