package io.loomi.load;

/**
 * The figures of one operation in one round.
 *
 * @param http the figures of the service
 * @param baselineRate the rate of what the service is compared with, pgbench or the bare server, measured immediately before
 */
record Sample(HttpFigures http, double baselineRate) {

    /** The service's rate divided by the baseline's. One is measured right after the other, so that a disturbance affects both. */
    double ratio() {
        return http.rate() / baselineRate;
    }
}
