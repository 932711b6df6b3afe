package io.loomi.local.faults;

import io.loomi.common.testing.Answer;
import io.loomi.local.GatewayClient;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Customers who move money, and the requests that were acknowledged. The newcomers make their first request while the faults
 * happen, so no instance has their status in its cache.
 */
final class Payers implements AutoCloseable {

    private static final int CUSTOMERS = 20;
    private static final int NEWCOMERS = 20;
    private static final int CLIENTS = 8;

    /** Small enough that customers do not run out of money while their transfers are held. */
    private static final int MAX_CENTS = 50;

    private final long seed;
    private final List<Payer> known;
    private final Queue<Payer> newcomers;
    private final Queue<Payer.Order> acknowledged = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> answers = new TreeMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Registers and signs in all customers. All but the newcomers get 1,000.00. */
    Payers(GatewayClient bank, long seed) {
        this.seed = seed;
        this.known = register(bank, "customer", CUSTOMERS);
        this.newcomers = new ConcurrentLinkedQueue<>(register(bank, "newcomer", NEWCOMERS));
        known.forEach(payer -> acknowledge(payer.credit("1000.00", "deposit-" + payer.id())));
    }

    List<Payer> register(GatewayClient bank, String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> CompletableFuture.supplyAsync(
                        () -> Payer.of(bank, "%s-%d@loomi.test".formatted(prefix, number)), threads))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** Moves money until {@link #stop}; fails if a client gets an answer that is not allowed under faults. */
    CompletableFuture<Void> move() {
        return CompletableFuture.allOf(IntStream.range(0, CLIENTS)
                .mapToObj(number -> CompletableFuture.runAsync(() -> client(number), threads)
                        .whenComplete((_, failure) -> stop())) // if one client ends, all end
                .toArray(CompletableFuture[]::new));
    }

    void stop() {
        stopped.set(true);
    }

    private void client(int number) {
        Random random = new Random(seed + number);
        for (int i = 0; !stopped.get(); i++) {
            String key = number + "-" + i;
            Payer newcomer = i % 40 == 0 ? newcomers.poll() : null;
            acknowledge(newcomer == null ? movement(random, key) : newcomer.credit("1.00", key));
            Payer.pause();
        }
    }

    private Payer.Order movement(Random random, String key) {
        Payer payer = known.get(random.nextInt(CUSTOMERS));
        String amount = BigDecimal.valueOf(1 + random.nextInt(MAX_CENTS), 2).toString();
        return switch (random.nextInt(4)) {
            case 0 -> payer.credit(amount, key);
            case 1 -> payer.debit(amount, key);
            default -> payer.transfer(anyOtherThan(payer, random), amount, key);
        };
    }

    private Payer anyOtherThan(Payer payer, Random random) {
        int next = known.indexOf(payer) + 1 + random.nextInt(CUSTOMERS - 1);
        return known.get(next % CUSTOMERS);
    }

    /** Sends the request until its outcome is known. */
    void acknowledge(Payer.Order order) {
        record(order, order.acknowledged());
    }

    void record(Payer.Order order, Answer answer) {
        synchronized (answers) {
            answers.merge(answer.status(), 1, Integer::sum);
        }
        acknowledged.add(order);
    }

    Collection<Payer.Order> acknowledged() {
        return acknowledged;
    }

    /** The number of acknowledged requests by status. */
    Map<Integer, Integer> answers() {
        synchronized (answers) {
            return Map.copyOf(answers);
        }
    }

    @Override
    public void close() {
        stop();
        threads.close();
    }
}
