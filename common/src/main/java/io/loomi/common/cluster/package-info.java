/** The cluster of processes, and their messages over the event bus: requests with replies, and broadcasts. */
@NullMarked
package io.loomi.common.cluster;

import org.jspecify.annotations.NullMarked;
