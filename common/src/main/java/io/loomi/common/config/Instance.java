package io.loomi.common.config;

/**
 * One verticle among those of its service, which takes its part of what is bounded for all of them together.
 *
 * @param number from 1
 */
public record Instance(int number, int of) {

    /** The part of a total that this instance gets, at least 1. */
    public int shareOf(int total) {
        return Math.max(1, total / of);
    }
}
