package io.loomi.local.cluster;

import static io.loomi.local.cluster.ClusteredBank.TRANSACTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Clients who go on crediting their accounts by turns at both transactions, whatever dies, and keep what was acknowledged. */
final class CreditingClients implements AutoCloseable {

    /** So many credits of all of them are more. */
    private static final int ENOUGH = 60;

    private final ClusteredBank bank;
    private final List<Queue<String>> keys;
    private final ExecutorService threads;
    private final List<Future<?>> clients;
    private volatile boolean ended;

    /** One for each token. */
    CreditingClients(ClusteredBank bank, List<String> tokens) {
        this.bank = bank;
        keys = Stream.<Queue<String>>generate(ConcurrentLinkedQueue::new)
                .limit(tokens.size())
                .toList();
        threads = Executors.newFixedThreadPool(tokens.size());
        clients = IntStream.range(0, tokens.size())
                .<Future<?>>mapToObj(client -> threads.submit(() -> goOn(tokens.get(client), keys.get(client))))
                .toList();
    }

    /** @param acknowledged gets the key of each credit that was */
    private void goOn(String token, Queue<String> acknowledged) {
        for (int i = 0; !ended; i++) {
            String key = "credit-" + i;
            int number = TRANSACTIONS.get(i % TRANSACTIONS.size());
            while (!isAcknowledged(number, token, key)) {
                number = 2; // with the same key, as nobody knows what came of it
            }
            acknowledged.add(key);
        }
    }

    /** A client that gets no answer does not know; one that gets an answer gets a good one, or is told to come again. */
    private boolean isAcknowledged(int number, String token, String key) {
        Answer answer;
        try {
            answer = bank.credit(number, token, key);
        } catch (AssertionError unanswered) {
            assertThat(unanswered).hasCauseInstanceOf(IOException.class);
            return false;
        }
        assertThat(answer.status()).as(answer.body()).isIn(201, 503);
        return answer.status() == 201;
    }

    void awaitMore() {
        int before = acknowledged();
        Awaitility.await().atMost(ClusteredBank.LONGEST).until(() -> acknowledged() > before + ENOUGH);
    }

    private int acknowledged() {
        return keys.stream().mapToInt(Queue::size).sum();
    }

    /**
     * Lets them come to their end, which must be a good one.
     *
     * @return the keys of the credits that each of them was acknowledged
     */
    List<Queue<String>> end() throws ExecutionException, InterruptedException {
        ended = true;
        for (Future<?> client : clients) {
            client.get();
        }
        return keys;
    }

    @Override
    public void close() {
        ended = true;
        threads.close();
    }
}
