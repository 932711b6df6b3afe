package io.loomi.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All figures of a run. */
final class Measurements {

    private final Map<Operation, List<Sample>> samples = new EnumMap<>(Operation.class);
    private final List<Sample> besideBare = new ArrayList<>();
    private final List<Duration> starts = new ArrayList<>();
    private Footprint most = Footprint.NONE;

    void measured(Operation operation, Sample besidePgbench) {
        samples.computeIfAbsent(operation, _ -> new ArrayList<>()).add(besidePgbench);
    }

    void besideBare(Sample get) {
        besideBare.add(get);
    }

    void started(Duration startToReady) {
        starts.add(startToReady);
    }

    void took(Footprint footprint) {
        most = most.or(footprint);
    }

    /** One a round. */
    List<Sample> samples(Operation operation) {
        return samples.getOrDefault(operation, List.of());
    }

    /** Of GET by id, one a round, beside the bare server. */
    List<Sample> besideBare() {
        return besideBare;
    }

    /** One a round. */
    List<Duration> starts() {
        return starts;
    }

    /** The most that the transactions service took under load. */
    Footprint most() {
        return most;
    }
}
