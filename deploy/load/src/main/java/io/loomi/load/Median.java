package io.loomi.load;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The median; for an even number of figures, the mean of the middle two. */
final class Median {

    private Median() {}

    static <T> double of(List<T> samples, ToDoubleFunction<T> figure) {
        double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
