package io.farol.runtime.rest;

/**
 * How many rows a list has over all its pages.
 *
 * @param value at most 10,000
 * @param isExact false when there are more than {@code value}
 */
public record Total(long value, boolean isExact) {}
