/** Parts of the service against models of what they talk to, in virtual time and with seeded faults. */
@NullMarked
package io.loomi.transactions.simulation;

import org.jspecify.annotations.NullMarked;
