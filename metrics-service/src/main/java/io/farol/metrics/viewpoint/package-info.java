/** From where an answer looks at the ledger: on which business day, with what was known when, at which accounts. */
@NullMarked
package io.farol.metrics.viewpoint;

import org.jspecify.annotations.NullMarked;
