package io.loomi.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Parses the output of wrk, pgbench and Linux. */
class FiguresTest {

    @Test
    void readsTheFiguresOfWrk() {
        HttpFigures figures = HttpFigures.parse("""
                Running 10s test @ http://127.0.0.1:3002
                  2 threads and 64 connections
                  120480 requests in 10.04s, 77.33MB read
                Requests/sec:  12000.00

                measured requests=120480 duration=10040000 p50=4210 p99=12050 refused=3 connect=1 read=2 write=0 timeout=4
                """);

        assertThat(figures).isEqualTo(new HttpFigures(12_000, 4.21, 12.05, 10));
    }

    @Test
    void failsWithoutFigures() {
        assertThatThrownBy(() -> HttpFigures.parse("unable to connect to 127.0.0.1:3002"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unable to connect");
        assertThatThrownBy(() -> HttpFigures.parse("measured requests=1 duration=1"))
                .hasMessage("wrk has not measured p50");
    }

    @Test
    void readsTheRateOfPgbench() {
        assertThat(PgbenchRate.parse("""
                transaction type: post.sql
                number of transactions actually processed: 61210
                number of failed transactions: 0 (0.000%)
                latency average = 5.228 ms
                initial connection time = 31.520 ms
                tps = 6121.031447 (without initial connection time)
                """)).isEqualTo(6121.031447);
    }

    @Test
    void rejectsTheRateOfAFailedRun() {
        assertThatThrownBy(() -> PgbenchRate.parse("""
                        number of failed transactions: 12 (0.020%)
                        tps = 6121.031447 (without initial connection time)
                        """)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PgbenchRate.parse("pgbench: error: connection refused"))
                .hasMessageContaining("connection refused");
    }

    @Test
    void readsTheStatusOfAProcess() {
        Footprint footprint = Footprint.parse("Name:\tjava\nVmHWM:\t  150000 kB\nVmRSS:\t  140000 kB\nThreads:\t19\n");

        assertThat(footprint).isEqualTo(new Footprint(140_000, 19));
        assertThat(footprint.max(new Footprint(150_000, 18))).isEqualTo(new Footprint(150_000, 19));
        assertThatThrownBy(() -> Footprint.parse("Name:\tjava\n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTheMedian() {
        assertThat(Median.of(List.of(3, 1, 2), Integer::doubleValue)).isEqualTo(2);
        assertThat(Median.of(List.of(4, 1, 3, 2), Integer::doubleValue)).isEqualTo(2.5);
        assertThatThrownBy(() -> Median.of(List.<Integer>of(), Integer::doubleValue))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
