/**
 * Figures under conventions that tell some accounts in another way: all others keep the figures that the ledger has, so that the cost grows with the accounts that a convention concerns, not
 * with the base.
 */
@org.jspecify.annotations.NullMarked
package io.farol.metrics.retelling;
