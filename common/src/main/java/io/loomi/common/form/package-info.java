/** Forms as Loomi reads them: one meaning for each text, or none. */
@NullMarked
package io.loomi.common.form;

import org.jspecify.annotations.NullMarked;
