/** What the processes of a cluster say to each other over the event bus: questions with answers, and words to all. */
@NullMarked
package io.loomi.common.bus;

import org.jspecify.annotations.NullMarked;
