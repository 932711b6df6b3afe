/** Tests parts of the service against models of their dependencies, in virtual time and with seeded faults. */
@NullMarked
package io.loomi.transactions.simulation;

import org.jspecify.annotations.NullMarked;
