/** Starts, watches and stops child processes: programs and instances of the services. */
@NullMarked
package io.loomi.local.process;

import org.jspecify.annotations.NullMarked;
