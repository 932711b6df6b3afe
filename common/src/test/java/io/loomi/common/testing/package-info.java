/** The test bench of all services: databases, a running service, a client that checks the contract. */
@NullMarked
package io.loomi.common.testing;

import org.jspecify.annotations.NullMarked;
