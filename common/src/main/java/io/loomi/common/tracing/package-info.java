/** The correlation id and the trace of the work in progress, and the export of spans with OpenTelemetry. */
@NullMarked
package io.loomi.common.tracing;

import org.jspecify.annotations.NullMarked;
