/** Programs and services that are run as processes of their own, beside this one. */
@NullMarked
package io.loomi.local.process;

import org.jspecify.annotations.NullMarked;
