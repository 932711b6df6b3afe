package io.loomi.common.cluster;

/**
 * A request got no reply over the event bus: no handler is registered, or the reply did not come in time. The caller
 * may try HTTP.
 */
public final class NoReply extends RuntimeException {

    NoReply(String cause) {
        super(cause, null, false, false);
    }
}
