/** How a process becomes one of a cluster, whose members talk over the event bus. */
@NullMarked
package io.loomi.common.cluster;

import org.jspecify.annotations.NullMarked;
