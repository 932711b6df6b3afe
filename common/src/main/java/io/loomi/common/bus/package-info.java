/** Messages between the processes of a cluster over the event bus: requests with replies, and broadcasts. */
@NullMarked
package io.loomi.common.bus;

import org.jspecify.annotations.NullMarked;
