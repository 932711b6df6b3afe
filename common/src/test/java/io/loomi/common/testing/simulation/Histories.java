package io.loomi.common.testing.simulation;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;

/**
 * Runs many simulated histories. Each is fully determined by its seed. A failure reports the seed. To run that history
 * alone, start the same test with {@code -Dsimulation.seed=… -Dsimulation.histories=1}.
 */
public final class Histories {

    private static final String SEED = "simulation.seed";
    private static final String COUNT = "simulation.histories";
    private static final RandomGeneratorFactory<RandomGenerator> RANDOM = RandomGeneratorFactory.of("L64X128MixRandom");

    private Histories() {}

    /** @param history runs on any thread and shares nothing with other histories */
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
