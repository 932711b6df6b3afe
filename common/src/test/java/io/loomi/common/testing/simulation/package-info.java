/** Virtual time for simulations: a history of minutes takes microseconds and always runs the same way. */
@NullMarked
package io.loomi.common.testing.simulation;

import org.jspecify.annotations.NullMarked;
