package io.loomi.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final Measurements measurements = new Measurements();

    ReportTest() {
        // The median rates are 12,000 and 6,000; the median ratio is that of the second round, 1.9.
        round(12_000, 6_000);
        round(11_400, 6_000);
        round(14_000, 7_500);
        measurements.used(new Footprint(180 * 1024, 19));
        measurements.used(new Footprint(190 * 1024, 18));
    }

    private void round(double rate, double pgbenchRate) {
        HttpFigures http = new HttpFigures(rate, 4.25, 12, 1);
        for (Operation operation : Operation.values()) {
            measurements.measured(operation, new Sample(http, pgbenchRate));
        }
        measurements.comparedWithBareServer(new Sample(http, rate * 1.25));
        measurements.started(Duration.ofMillis(1600));
    }

    @Test
    void showsMediansAndGoals() {
        String table = new Report(measurements, new BenchOptions(5_000_000, 10, 3)).text();

        assertThat(table.lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "| POST, 10,000 accounts | 12,000 | 4.3 | 12.0 | 3 | pgbench | 6,000 | 1.90 | ≥ 2 ×, p99 < 25 ms | no |",
                        "| GET by id | 12,000 | 4.3 | 12.0 | 3 | bare Vert.x | 15,000 | 0.80 | ≥ 0.7 × | yes |",
                        "| history, page of 20 | 12,000 | 4.3 | 12.0 | 3 | pgbench | 6,000 | 1.90 | ≥ 0.5 × at 5,000,000 rows | yes |",
                        "| resident memory, MiB | 190 | | | | | | | ≤ 200 | yes |",
                        "| threads | 19 | | | | | | | ≤ 20 | yes |",
                        "| start to ready, s | 1.60 | | | | | | | ≤ 1.5 | no |");
    }

    @Test
    void alignsItsColumns() {
        String table = new Report(measurements, new BenchOptions(50_000, 10, 3)).text();

        assertThat(table.lines().mapToInt(String::length).distinct().toArray()).hasSize(1);
        assertThat(table).contains("yes at 50,000");
    }
}
