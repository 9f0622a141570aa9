/** The MRR ledger: movements and intervals by day, months and cells, all of them following from the facts of {@code accountsfeed}; tables in V0001__mrr_ledger.sql. */
@NullMarked
package io.farol.metrics.ledger;

import org.jspecify.annotations.NullMarked;
