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

/** Customers who transfer money to one another, some for the first time, and the record of acknowledged requests. */
final class Crowd implements AutoCloseable {

    private static final int PEOPLE = 20;
    private static final int NEWCOMERS = 20;
    private static final int CLIENTS = 8;

    /** Small enough that customers do not run out of money while their transfers are held. */
    private static final int MAX_CENTS = 50;

    private final long seed;
    private final List<Payer> people;
    private final Queue<Payer> newcomers;
    private final Queue<Payer.Order> acknowledged = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> answers = new TreeMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicBoolean stopped = new AtomicBoolean();

    /** Registers and signs in all customers. All but the newcomers get 1,000.00. */
    Crowd(GatewayClient bank, long seed) {
        this.seed = seed;
        this.people = register(bank, "person", PEOPLE);
        this.newcomers = new ConcurrentLinkedQueue<>(register(bank, "newcomer", NEWCOMERS));
        people.forEach(person -> acknowledge(person.credit("1000.00", "deposit-" + person.id())));
    }

    List<Payer> register(GatewayClient bank, String who, int number) {
        return IntStream.range(0, number)
                .mapToObj(each -> CompletableFuture.supplyAsync(
                        () -> Payer.of(bank, "%s-%d@loomi.test".formatted(who, each)), threads))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
    }

    /** Moves money until {@link #stop}; fails when a client receives a forbidden answer. */
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
        Payer payer = people.get(random.nextInt(PEOPLE));
        String amount = BigDecimal.valueOf(1 + random.nextInt(MAX_CENTS), 2).toString();
        return switch (random.nextInt(4)) {
            case 0 -> payer.credit(amount, key);
            case 1 -> payer.debit(amount, key);
            default -> payer.transfer(anyOtherThan(payer, random), amount, key);
        };
    }

    private Payer anyOtherThan(Payer payer, Random random) {
        int next = people.indexOf(payer) + 1 + random.nextInt(PEOPLE - 1);
        return people.get(next % PEOPLE);
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
