/** The benchmark: both services as they are deployed, beside PostgreSQL's own limit on the same machine. */
@NullMarked
package io.loomi.load;

import org.jspecify.annotations.NullMarked;
