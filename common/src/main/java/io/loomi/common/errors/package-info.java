/** The failures a service answers with, and the problem document that carries them. */
@NullMarked
package io.loomi.common.errors;

import org.jspecify.annotations.NullMarked;
