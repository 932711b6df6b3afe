package io.loomi.local.faults;

import io.loomi.common.testing.Answer;

/** Checks with small payments of a known customer whether the bank accepts payments. */
final class PaymentProbe {

    private final Payers payers;
    private final Payer payer;
    private int number;

    PaymentProbe(Payers payers, Payer payer) {
        this.payers = payers;
        this.payer = payer;
        payers.acknowledge(payer.credit("100.00", "probe-deposit"));
    }

    /**
     * Whether a payment is accepted, completed or deferred. An instance defers a payment if it has no cached status of the customer
     * and cannot call customers. If the payment was not acknowledged, the next call repeats it.
     */
    boolean isAccepted() {
        Payer.Order order = next();
        Answer answer = order.send();
        if (answer.status() != 201 && answer.status() != 202) {
            return false;
        }
        number++;
        payers.record(order, answer);
        return true;
    }

    /** Resolves the last unknown outcome. */
    void end() {
        payers.acknowledge(next());
    }

    private Payer.Order next() {
        return payer.debit("0.01", "probe-" + number);
    }
}
