package io.loomi.common.errors;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer where: a JSON pointer into the body as a URI fragment ({@code #/amount}), or the place and name of a
 *     parameter ({@code query/limit})
 * @param detail what a correct value is; never the value itself
 */
public record Violation(String pointer, String detail) {}
