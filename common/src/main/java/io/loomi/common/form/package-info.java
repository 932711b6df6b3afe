/** Strict parsers of forms and query strings. */
@NullMarked
package io.loomi.common.form;

import org.jspecify.annotations.NullMarked;
