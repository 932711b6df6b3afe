package io.loomi.local;

import io.loomi.common.testing.Slow;
import io.loomi.local.StoppableStart.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stops {@code ./loomi up} and {@code ./loomi cluster} at each stage of their start, by a signal to the command alone or to its
 * whole process group, as with Ctrl-C. {@code -Dloomi.stops=100} tries that many moments, including moments between the stages.
 */
@Slow
@Timeout(value = 2, unit = TimeUnit.HOURS)
class StopDuringStartTest {

    private static final int STOPS = Integer.getInteger("loomi.stops", 0);

    /** The stages of PostgreSQL's initialization, each with a new data folder. */
    private static final List<Stage> FIRST_START =
            List.of(Stage.printed("starting PostgreSQL"), Stage.file("postgres/postgresql.conf"));

    private static final List<Stage> UP = List.of(
            Stage.file("postgres/postmaster.pid"),
            Stage.printed("starting Redis"),
            Stage.file("redis.pid"),
            Stage.printed("starting customers"),
            Stage.printed("starting transactions"),
            Stage.printed("starting gateway"),
            Stage.portAnswers(),
            Stage.printed("Ctrl-C stops"));

    private static final List<Stage> CLUSTER = List.of(
            Stage.file("redis.pid"),
            Stage.file("cluster/customers-1.log"),
            Stage.file("cluster/transactions-1.log"),
            Stage.portAnswers(),
            Stage.printed("Ctrl-C stops"));

    private final AtomicInteger folders = new AtomicInteger();
    private final AtomicInteger stops = new AtomicInteger();

    @TempDir
    private Path folder;

    @Test
    void leavesNothingBehindWhenUpIsStopped() throws Exception {
        List<String> up = List.of("-cp", System.getProperty("java.class.path"), "io.loomi.local.LocalCommand");
        int parts = Math.max(1, STOPS / (FIRST_START.size() + UP.size()));
        stop(FIRST_START, parts, true, up);
        stop(UP, parts, false, up);
    }

    @Test
    void leavesNothingBehindWhenAClusterIsStopped() throws Exception {
        List<String> cluster = List.of(
                "-Dloomi.project=" + Path.of("../..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.loomi.local.cluster.ClusterCommand",
                "--size",
                "1");
        stop(CLUSTER, Math.max(1, STOPS / CLUSTER.size()), false, cluster);
    }

    /** Stops at {@code parts} moments of each stage. Each start also reveals what the previous stop left behind. */
    private void stop(List<Stage> stages, int parts, boolean isFirst, List<String> command) throws Exception {
        List<Duration> lengths = parts == 1 ? List.of() : lengths(stages, command);
        for (int part = 0; part < parts; part++) {
            for (int number = 0; number < stages.size(); number++) {
                Duration more = parts == 1
                        ? Duration.ZERO
                        : lengths.get(number).multipliedBy(part).dividedBy(parts);
                stop(isFirst ? data(folders.incrementAndGet()) : data(0), stages.get(number), more, command);
            }
        }
    }

    /** The times from each stage to the next, and one second after the last. */
    private List<Duration> lengths(List<Stage> stages, List<String> command) throws Exception {
        List<Duration> lengths = new ArrayList<>();
        try (StoppableStart start = start(data(folders.incrementAndGet()), command)) {
            start.await(stages.getFirst());
            for (Stage next : stages.subList(1, stages.size())) {
                long began = System.nanoTime();
                start.await(next);
                lengths.add(Duration.ofNanos(System.nanoTime() - began));
            }
            lengths.add(Duration.ofSeconds(1));
            start.terminate();
            start.assertStopped("after a whole start");
        }
        return lengths;
    }

    private void stop(Path data, Stage stage, Duration more, List<String> command) throws Exception {
        boolean toAll = stops.incrementAndGet() % 2 == 0;
        String when = "%s + %d ms, by %s"
                .formatted(stage, more.toMillis(), toAll ? "a signal to all" : "a signal to the command");
        try (StoppableStart start = start(data, command)) {
            start.await(stage);
            start.continueFor(more);
            if (toAll) {
                start.terminateAll();
            } else {
                start.terminate();
            }
            start.assertStopped(when);
        }
        if (STOPS > 0) {
            System.out.println("stopped at " + when);
        }
    }

    private StoppableStart start(Path data, List<String> command) throws IOException {
        return new StoppableStart(data, Files.createTempFile(folder, "output", ".txt"), command);
    }

    private Path data(int number) {
        return folder.resolve("bank-" + number);
    }
}
