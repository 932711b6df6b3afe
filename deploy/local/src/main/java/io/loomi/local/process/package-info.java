/** Child processes: programs and services that run beside this one. */
@NullMarked
package io.loomi.local.process;

import org.jspecify.annotations.NullMarked;
