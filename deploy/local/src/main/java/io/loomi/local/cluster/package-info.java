/** Several instances of each service on one machine, each in its own process, behind Nginx. */
@NullMarked
package io.loomi.local.cluster;

import org.jspecify.annotations.NullMarked;
