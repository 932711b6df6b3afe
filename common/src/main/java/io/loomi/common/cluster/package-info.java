/** The cluster of processes, whose members exchange messages over the event bus. */
@NullMarked
package io.loomi.common.cluster;

import org.jspecify.annotations.NullMarked;
