package io.loomi.local.faults;

import io.loomi.common.testing.Answer;

/** A known customer who checks whether money moves. */
final class Probe {

    private final Crowd crowd;
    private final Payer payer;
    private int number;

    Probe(Crowd crowd, Payer payer) {
        this.crowd = crowd;
        this.payer = payer;
        crowd.acknowledge(payer.credit("100.00", "probe-deposit"));
    }

    /**
     * Whether money moves now or is deferred: an instance without a cached status that cannot call customers defers. The next
     * call repeats a request that was not acknowledged.
     */
    boolean moves() {
        Payer.Order order = next();
        Answer answer = order.send();
        if (answer.status() != 201 && answer.status() != 202) {
            return false;
        }
        number++;
        crowd.record(order, answer);
        return true;
    }

    /** Resolves the last unknown outcome. */
    void end() {
        crowd.acknowledge(next());
    }

    private Payer.Order next() {
        return payer.debit("0.01", "probe-" + number);
    }
}
