/** Controllers: translate between HTTP and the use cases, and hold no rules. */
@NullMarked
package io.loomi.customers.controllers;

import org.jspecify.annotations.NullMarked;
