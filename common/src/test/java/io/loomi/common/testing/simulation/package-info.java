/** What simulations are made of: virtual time, in which a history of minutes takes microseconds and is the same each time. */
@NullMarked
package io.loomi.common.testing.simulation;

import org.jspecify.annotations.NullMarked;
