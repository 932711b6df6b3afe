package io.loomi.load;

/**
 * The figures of one operation in one round.
 *
 * @param http the figures of the service
 * @param beside the rate of the baseline, measured right before
 */
record Sample(HttpFigures http, double beside) {

    /** The service's rate divided by the baseline's. Both are measured in succession, so that a disturbance affects both. */
    double ratio() {
        return http.rate() / beside;
    }
}
