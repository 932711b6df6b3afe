package io.loomi.common.testing.simulation;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;

/**
 * Runs very many histories, each of which is all that its seed makes of it. The first that fails is told with its seed: the same
 * test runs it alone with {@code -Dsimulation.seed=… -Dsimulation.histories=1}.
 */
public final class Histories {

    private static final String SEED = "simulation.seed";
    private static final String COUNT = "simulation.histories";
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");

    private Histories() {}

    /** @param history runs on any thread, and is given nothing that another history has */
    public static void run(int count, Consumer<RandomGenerator> history) {
        long first = Long.getLong(SEED, 1);
        LongStream.range(first, first + Integer.getInteger(COUNT, count))
                .parallel()
                .forEach(seed -> run(seed, history));
    }

    private static void run(long seed, Consumer<RandomGenerator> history) {
        try {
            history.accept(RANDOM.create(seed));
        } catch (RuntimeException | AssertionError wrong) {
            throw new AssertionError(
                    "history " + seed + ", which -D" + SEED + "=" + seed + " -D" + COUNT + "=1 runs alone: "
                            + wrong.getMessage(),
                    wrong);
        }
    }
}
