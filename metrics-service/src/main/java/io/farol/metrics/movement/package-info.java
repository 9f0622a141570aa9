/** The MRR ledger by day, for drill-down. */
@NullMarked
package io.farol.metrics.movement;

import org.jspecify.annotations.NullMarked;
