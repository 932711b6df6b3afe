package io.loomi.common.config;

/**
 * One of a service's verticle instances. Limits for the whole service are divided among its instances.
 *
 * @param number from 1
 * @param count the number of instances
 */
public record Instance(int number, int count) {

    /** This instance's share of a total, at least 1. */
    public int shareOf(int total) {
        return Math.max(1, total / count);
    }
}
