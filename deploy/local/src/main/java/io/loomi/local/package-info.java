/** The whole bank in one JVM: embedded PostgreSQL and Redis, both services, and a gateway with Nginx's routes. */
@NullMarked
package io.loomi.local;

import org.jspecify.annotations.NullMarked;
