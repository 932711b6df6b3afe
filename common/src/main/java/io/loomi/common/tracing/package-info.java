/** Distributed tracing with OpenTelemetry. */
@NullMarked
package io.loomi.common.tracing;

import org.jspecify.annotations.NullMarked;
