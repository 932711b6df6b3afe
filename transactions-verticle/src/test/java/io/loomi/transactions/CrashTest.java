package io.loomi.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.testing.Answer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL is killed while money moves: what was acknowledged is there, and nothing is there twice. */
class CrashTest {

    private static final int CLIENTS = 16;
    private static final String CREDIT = Person.body("credit", "1.00");

    @TempDir
    private Path folder;

    private final Queue<Sent> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<Sent> unknown = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopped = new AtomicBoolean();

    private record Sent(Person person, String key) {
        private Answer again() {
            return person.post(CREDIT, key);
        }
    }

    @Test
    void losesNothingAndRepeatsNothingWhenPostgresIsKilled() throws Exception {
        EmbeddedPostgres first = start(0);
        String url = "postgresql://postgres@127.0.0.1:%d/postgres".formatted(first.getPort());
        try (Bank bank = Bank.openWith(Map.of("DATABASE_URL", url))) {
            List<Person> people =
                    Stream.generate(() -> bank.personWith("1.00")).limit(4).toList();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<CompletableFuture<Void>> clients = IntStream.range(0, CLIENTS)
                        .mapToObj(number -> CompletableFuture.runAsync(() -> client(people, number), threads))
                        .toList();
                Awaitility.await().until(() -> acknowledged.size() > 200);
                kill();
                Awaitility.await().until(() -> unknown.size() >= CLIENTS);
                stopped.set(true);
                clients.forEach(CompletableFuture::join);
            }
            first.close(); // lets go of the folder; there is nothing left to stop

            try (EmbeddedPostgres second =
                    Awaitility.await().ignoreExceptions().until(() -> start(first.getPort()), Objects::nonNull)) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(5))
                        .until(() -> people.getFirst().account().status() == 200);

                assertThat(LedgerAudit.violations(bank.bench().vertx(), url)).isEmpty();
                assertThat(acknowledged)
                        .allSatisfy(sent -> assertThat(sent.again().headers().firstValue("Idempotency-Replayed"))
                                .hasValue("true"));
                assertThat(unknown)
                        .allSatisfy(sent -> assertThat(sent.again().status()).isEqualTo(201));
                assertThat(people.stream()
                                .mapToInt(person -> (int) Double.parseDouble(person.balance()))
                                .sum())
                        .isEqualTo(people.size() + acknowledged.size() + unknown.size());
                assertThat(LedgerAudit.violations(bank.bench().vertx(), url)).isEmpty();
                assertThat(second.getPort()).isEqualTo(first.getPort());
            }
        } finally {
            first.close();
        }
    }

    /** One that is not answered with 201 may or may not have been done: only its key can tell. */
    private void client(List<Person> people, int number) {
        for (int i = 0; !stopped.get(); i++) {
            Sent sent = new Sent(people.get(i % people.size()), "client-" + number + "-" + i);
            int status = sent.again().status();
            assertThat(status).isIn(201, 503);
            (status == 201 ? acknowledged : unknown).add(sent);
        }
    }

    private EmbeddedPostgres start(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private void kill() {
        try {
            String pid =
                    Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
            ProcessHandle.of(Long.parseLong(pid)).orElseThrow().destroyForcibly();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
