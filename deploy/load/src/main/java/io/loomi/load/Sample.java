package io.loomi.load;

/**
 * One operation, measured in one round.
 *
 * @param http through the service
 * @param beside the same by something else, right before it: its rate
 */
record Sample(HttpFigures http, double beside) {

    /** Of figures taken one after the other, so that what disturbs the machine disturbs both. */
    double ratio() {
        return http.rate() / beside;
    }
}
