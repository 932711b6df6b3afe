/** Metrics in Prometheus' format. */
@NullMarked
package io.loomi.common.metrics;

import org.jspecify.annotations.NullMarked;
