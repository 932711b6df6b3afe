package io.loomi.local.faults;

import io.loomi.common.testing.Answer;

/** Somebody whom the bank knows, and who tries whether money moves. */
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
     * Whether it does now, or will: an instance that was started after Redis had lost everything, and cannot ask customers,
     * knows nobody. What was not acknowledged is asked for again the next time.
     */
    boolean moves() {
        Payer.Order order = next();
        Answer answer = order.send();
        if (answer.status() != 201 && answer.status() != 202) {
            return false;
        }
        number++;
        crowd.note(order, answer);
        return true;
    }

    /** Lets nothing stay unknown. */
    void end() {
        crowd.acknowledge(next());
    }

    private Payer.Order next() {
        return payer.debit("0.01", "probe-" + number);
    }
}
