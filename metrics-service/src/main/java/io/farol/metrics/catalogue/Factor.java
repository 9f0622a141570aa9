package io.farol.metrics.catalogue;

/**
 * A metric that another one follows from, as sums over accounts.
 *
 * @param metric its key
 * @param numerator what is summed
 * @param denominator what the sum is divided by
 */
record Factor(String metric, Combination numerator, Combination denominator) {}
