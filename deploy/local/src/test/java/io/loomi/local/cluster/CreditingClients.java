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

/**
 * Clients that credit their accounts at both transactions instances in turn, survive failures, and record acknowledged credits.
 */
final class CreditingClients implements AutoCloseable {

    /** The number of further credits, over all clients, to wait for. */
    private static final int MIN_MORE_CREDITS = 60;

    private final ClusteredBank bank;
    private final List<Queue<String>> keys;
    private final ExecutorService threads;
    private final List<Future<?>> clients;
    private volatile boolean ended;

    /** Starts one client for each token. */
    CreditingClients(ClusteredBank bank, List<String> tokens) {
        this.bank = bank;
        keys = Stream.<Queue<String>>generate(ConcurrentLinkedQueue::new)
                .limit(tokens.size())
                .toList();
        threads = Executors.newFixedThreadPool(tokens.size());
        clients = IntStream.range(0, tokens.size())
                .<Future<?>>mapToObj(
                        client -> threads.submit(() -> creditRepeatedly(tokens.get(client), keys.get(client))))
                .toList();
    }

    /** @param acknowledged receives the key of each acknowledged credit */
    private void creditRepeatedly(String token, Queue<String> acknowledged) {
        for (int i = 0; !ended; i++) {
            String key = "credit-" + i;
            int number = TRANSACTIONS.get(i % TRANSACTIONS.size());
            while (!isAcknowledged(number, token, key)) {
                number = 2; // the outcome is unknown: repeat with the same key
            }
            acknowledged.add(key);
        }
    }

    /** Without an answer the outcome is unknown. An answer must be 201, or 503 to try again. */
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
        Awaitility.await().atMost(ClusteredBank.TIMEOUT).until(() -> acknowledged() > before + MIN_MORE_CREDITS);
    }

    private int acknowledged() {
        return keys.stream().mapToInt(Queue::size).sum();
    }

    /**
     * Stops the clients, and fails if one of them failed.
     *
     * @return the keys of each client's acknowledged credits
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
