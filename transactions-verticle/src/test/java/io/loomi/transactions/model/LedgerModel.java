package io.loomi.transactions.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * An in-memory model of the ledger's rules, without a database, idempotency keys or concurrency. Each operation returns
 * the answer that the API must give: {@code 201}, or a status and a problem type.
 */
final class LedgerModel {

    private static final String SHORT = "422 insufficient-funds";

    private final List<ModelAccount> accounts;
    private final List<ModelEntry> entries = new ArrayList<>();

    LedgerModel(int customers) {
        accounts = Stream.generate(ModelAccount::new).limit(customers).toList();
    }

    ModelAccount account(int customer) {
        return accounts.get(customer);
    }

    List<ModelEntry> entries() {
        return entries;
    }

    String credit(int customer, BigDecimal amount) {
        accounts.get(customer).move(true, amount);
        entries.add(new ModelEntry(customer, true, amount));
        return "201";
    }

    String debit(int customer, BigDecimal amount, boolean held) {
        return spend(new ModelEntry(customer, false, amount), held);
    }

    String transfer(int customer, int recipient, BigDecimal amount, boolean held) {
        if (customer == recipient) {
            return "422 transfer-to-oneself";
        }
        ModelEntry entry = new ModelEntry(customer, false, amount);
        entry.counterparty = recipient;
        return spend(entry, held);
    }

    private String spend(ModelEntry entry, boolean held) {
        ModelAccount payer = accounts.get(entry.owner);
        entries.add(entry);
        if (!payer.has(entry.amount)) {
            entry.status = "failed";
            return SHORT;
        }
        if (held) {
            entry.hold = true;
            entry.status = "pending";
            payer.held = payer.held.add(entry.amount);
        } else {
            payer.move(false, entry.amount);
            mirror(entry, entry.amount);
        }
        return "201";
    }

    /** Moves and records the other side of a transfer. The owner of that side can reverse it. */
    private void mirror(ModelEntry entry, BigDecimal amount) {
        if (entry.isTransfer()) {
            accounts.get(entry.counterparty).move(!entry.credit, amount);
            ModelEntry otherSide = new ModelEntry(entry.counterparty, !entry.credit, amount);
            otherSide.counterparty = entry.owner;
            otherSide.reversal = entry.reversal;
            otherSide.otherSide = entry;
            entry.otherSide = otherSide;
            entries.add(otherSide);
        }
    }

    String capture(int customer, ModelEntry entry, BigDecimal asked) {
        BigDecimal amount = asked == null ? entry.amount : asked;
        if (entry.owner != customer) {
            return "404 not-found";
        }
        if (!entry.hold) {
            return "409 not-a-hold";
        }
        if (entry.status.equals("completed") && entry.captured.compareTo(amount) == 0) {
            return "200";
        }
        if (!entry.status.equals("pending")) {
            return "409 hold-ended";
        }
        if (amount.compareTo(entry.amount) > 0) {
            return "422 exceeds-hold";
        }
        ModelAccount payer = accounts.get(customer);
        payer.held = payer.held.subtract(entry.amount);
        payer.move(false, amount);
        entry.status = "completed";
        entry.captured = amount;
        mirror(entry, amount);
        return "200";
    }

    String release(int customer, ModelEntry entry) {
        if (entry.owner != customer) {
            return "404 not-found";
        }
        if (!entry.hold) {
            return "409 not-a-hold";
        }
        if (entry.status.equals("completed")) {
            return "409 hold-ended";
        }
        if (entry.status.equals("pending")) {
            accounts.get(customer).held = accounts.get(customer).held.subtract(entry.amount);
            entry.status = "cancelled";
        }
        return "200";
    }

    String reverse(int customer, ModelEntry entry, BigDecimal asked) {
        if (entry.owner != customer) {
            return "404 not-found";
        }
        if (entry.isTransfer() && !entry.credit) {
            return "403 not-the-recipient";
        }
        if (!entry.status.equals("completed") || entry.reversal) {
            return "409 not-reversible";
        }
        if (entry.leftToReverse().signum() == 0) {
            return "409 already-reversed";
        }
        BigDecimal amount = asked == null ? entry.leftToReverse() : asked;
        if (amount.compareTo(entry.leftToReverse()) > 0) {
            return "422 exceeds-reversible";
        }
        ModelEntry back = new ModelEntry(customer, !entry.credit, amount);
        back.reversal = true;
        back.counterparty = entry.counterparty;
        entries.add(back);
        if (!back.credit && !accounts.get(customer).has(amount)) {
            back.status = "failed";
            return SHORT;
        }
        accounts.get(customer).move(back.credit, amount);
        entry.reversed = entry.reversed.add(amount);
        if (entry.isTransfer()) {
            entry.otherSide.reversed = entry.otherSide.reversed.add(amount);
        }
        mirror(back, amount);
        return "201";
    }
}
