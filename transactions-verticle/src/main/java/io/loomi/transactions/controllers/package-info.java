/** Translates between HTTP and the use cases, and holds no rules. */
@NullMarked
package io.loomi.transactions.controllers;

import org.jspecify.annotations.NullMarked;
