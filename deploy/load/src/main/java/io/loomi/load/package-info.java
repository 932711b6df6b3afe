/** The benchmark: compares both deployed services with PostgreSQL alone on the same machine. */
@NullMarked
package io.loomi.load;

import org.jspecify.annotations.NullMarked;
