package io.loomi.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects the figures of a run. */
final class Measurements {

    private final Map<Operation, List<Sample>> samples = new EnumMap<>(Operation.class);
    private final List<Sample> comparedWithBareServer = new ArrayList<>();
    private final List<Duration> starts = new ArrayList<>();
    private Footprint peak = Footprint.NONE;

    void measured(Operation operation, Sample sample) {
        samples.computeIfAbsent(operation, _ -> new ArrayList<>()).add(sample);
    }

    void comparedWithBareServer(Sample get) {
        comparedWithBareServer.add(get);
    }

    void started(Duration startToReady) {
        starts.add(startToReady);
    }

    void used(Footprint footprint) {
        peak = peak.max(footprint);
    }

    /** The samples of an operation, one per round. */
    List<Sample> samples(Operation operation) {
        return samples.getOrDefault(operation, List.of());
    }

    /** The samples of GET by id compared with the bare server, one per round. */
    List<Sample> comparedWithBareServer() {
        return comparedWithBareServer;
    }

    /** The times from start to readiness, one per round. */
    List<Duration> starts() {
        return starts;
    }

    /** The peak footprint of the transactions service under load. */
    Footprint peak() {
        return peak;
    }
}
